import Execution
import ISAModel

/// Writes the contents of memory as an assembly program in the specification's own syntax.
package struct Disassembler {

  private let machine: Machine
  private let decoder: InstructionDecoder
  private var writer: AssemblyText

  /// What one address, and those behind it, hold.
  package struct Line: Sendable {

    /// In address units from the start of the image.
    package var offset: Int

    /// How many address units it takes.
    package var count: Int

    /// The instruction, or nil for what is none.
    package var text: String?
  }

  package init(machine: Machine) {
    self.machine = machine
    decoder = InstructionDecoder(machine: machine)
    writer = AssemblyText(machine: machine)
  }

  /// The address units of one unit of the instruction stream.
  private var step: Int { max(1, machine.stream.unit / machine.addressUnit) }

  /// The instruction at `offset` of an image; nil where there is none, or the image ends within it.
  package func decode(_ image: [UInt128], at offset: Int) -> DecodedInstruction? {
    decoder.decode { number in
      let start = offset + number * step
      guard start + step <= image.count else { return nil }
      let units = image[start..<start + step]
      let ordered = machine.isBigEndian ? Array(units) : units.reversed()
      return ordered.reduce(UInt128(0)) { $0 << UInt128(machine.addressUnit) | $1 }
    }.instruction
  }

  /// The text of an instruction that stands at `address`; empty where the specification gives no syntax.
  package func text(_ decoded: DecodedInstruction, address: UInt128) -> String {
    writer.text(
      machine.instructions[decoded.instruction].forms[decoded.form], fields: decoded.fields,
      contexts: decoded.contexts, address: address, length: decoded.length)
  }

  /// The lines of an image that starts at `origin`.
  package func lines(_ image: [UInt128], origin: UInt128) -> [Line] {
    var result: [Line] = []
    var offset = 0
    while offset < image.count {
      if let decoded = decode(image, at: offset) {
        let text = text(decoded, address: origin + UInt128(offset))
        if !text.isEmpty {
          result.append(Line(offset: offset, count: decoded.length, text: text))
          offset += decoded.length
          continue
        }
      }
      let count = min(step, image.count - offset)
      result.append(Line(offset: offset, count: count, text: nil))
      offset += count
    }
    return result
  }

  /// The whole program as text that assembles to the same instructions.
  ///
  /// - Parameter labels: whether the targets of relative instructions get names.
  package mutating func program(_ image: [UInt128], origin: UInt128, labels: Bool) -> String {
    var lines = self.lines(image, origin: origin)
    var named: Set<UInt128> = []
    if labels {
      let starts = Set(lines.map { origin + UInt128($0.offset) })
      for line in lines where line.text != nil {
        guard let decoded = decode(image, at: line.offset) else { continue }
        let form = machine.instructions[decoded.instruction].forms[decoded.form]
        let targets = writer.targets(
          form, fields: decoded.fields, contexts: decoded.contexts, address: origin + UInt128(line.offset),
          length: decoded.length)
        named.formUnion(targets.filter(starts.contains))
      }
      let known = named
      writer.labels = { known.contains($0) ? Self.label($0) : nil }
      lines = self.lines(image, origin: origin)
    }
    let digits = (machine.addressUnit + 3) / 4
    var result = origin == 0 ? "" : "        .org 0x\(String(origin, radix: 16))\n"
    for line in lines {
      let address = origin + UInt128(line.offset)
      if named.contains(address) { result += Self.label(address) + ":\n" }
      let units = image[line.offset..<line.offset + line.count]
      let contents = units.map { Listing.hexadecimal($0, digits) }.joined(separator: " ")
      let directive = machine.addressUnit == 8 ? ".byte" : ".unit"
      let text =
        line.text ?? "\(directive) "
        + units.map { "0x" + Listing.hexadecimal($0, digits) }.joined(separator: ", ")
      let padding = String(repeating: " ", count: max(1, 40 - text.count))
      result += "        \(text)\(padding); \(Listing.hexadecimal(address, 8))  \(contents)\n"
    }
    return result
  }

  private static func label(_ address: UInt128) -> String { "L_" + Listing.hexadecimal(address, 8) }
}
