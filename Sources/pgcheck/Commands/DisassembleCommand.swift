import ArgumentParser
import Assembly
import Execution
import ISALanguage
import ISAModel

/// `pgcheck disasm`: writes an image as a program in the specification's own syntax.
struct DisassembleCommand: ParsableCommand {

  static let configuration = CommandConfiguration(
    commandName: "disasm",
    abstract: "Disassemble a raw image in the syntax of a specification.",
    discussion: """
      What no instruction has is written as data. The text assembles to the same instructions again; address and \
      contents stand in comments.

      EXAMPLES
        pgcheck disasm specs/x86.isa boot.bin --at 0x7c00 --labels
      """)

  @Argument(help: ArgumentHelp("The specification.", valueName: "spec"))
  var specification: String

  @Argument(help: ArgumentHelp("The image.", valueName: "file"))
  var image: String

  @Option(
    help: ArgumentHelp("The address of the first byte.", valueName: "address"),
    transform: AddressArgument.parse)
  var at: UInt64 = 0

  @Flag(help: "Name the targets of jumps.")
  var labels = false

  @Flag(
    help: ArgumentHelp(
      "The file holds words in hexadecimal, one a line, each unit with as many digits as it takes: write the length of each in bytes and its text, or 0."
    )
  )
  var lines = false

  @Option(help: ArgumentHelp("With --lines, how far apart the words stand.", valueName: "n"))
  var stride: Int = 0

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The file to write; standard output without it.", valueName: "file"))
  var output: String?

  @OptionGroup var options: MachineOptions

  func run() throws {
    let machine = try options.load(specification)
    let bytes: [UInt8]
    do {
      bytes = try SourceReader.read(image)
    } catch {
      throw UserError(error.message, help: error.help)
    }
    let target = try output.map { path throws(UserError) in try OutputFile(path) }
    let origin = UInt128(at)
    if lines {
      let text = try wordByWord(bytes, machine, origin)
      if let target { try target.write(text) } else { try StandardOutput.write(text) }
      return
    }
    let units = try units(bytes, machine)
    let wantsLabels = labels
    let text = DeepStack.run {
      var disassembler = Disassembler(machine: machine)
      return disassembler.program(units, origin: origin, labels: wantsLabels)
    }
    if let target { try target.write(text) } else { try StandardOutput.write(text) }
  }

  /// The bytes of an image as units of memory.
  private func units(_ bytes: [UInt8], _ machine: Machine) throws(UserError) -> [UInt128] {
    let size = (machine.addressUnit + 7) / 8
    guard bytes.count % size == 0 else {
      throw UserError(
        "'\(image)' has \(bytes.count) bytes, which are no whole units of \(size) bytes",
        help: "the machine's memory has units of \(machine.addressUnit) bits")
    }
    let units = Swift.stride(from: 0, to: bytes.count, by: size).map { start in
      bytes[start..<start + size].reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
    }
    let width = machine.addressUnit
    if let wrong = units.first(where: { width < 128 && $0 >> UInt128(width) != 0 }) {
      throw UserError(
        "'\(image)' holds 0x\(String(wrong, radix: 16)), which is no unit of \(width) bits")
    }
    return units
  }

  /// The length and the text of every word, a line each.
  private func wordByWord(_ bytes: [UInt8], _ machine: Machine, _ origin: UInt128) throws(UserError) -> String
  {
    var words: [[UInt128]] = []
    let perUnit = (machine.addressUnit + 3) / 4
    for line in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline) {
      let digits = Array(line.filter { !$0.isWhitespace }.utf8)
      let word = Swift.stride(from: 0, to: digits.count, by: perUnit).map { start in
        let unit = digits[start..<min(start + perUnit, digits.count)]
        return unit.count == perUnit ? UInt128(String(decoding: unit, as: UTF8.self), radix: 16) : nil
      }
      guard word.allSatisfy({ $0.map { $0 <= Bits.mask(machine.addressUnit) } ?? false }) else {
        throw UserError(
          "'\(image)' holds '\(line.prefix(40))', which is no word in hexadecimal with units of \(perUnit) digits"
        )
      }
      words.append(word.compactMap { $0 })
    }
    let step = UInt128(max(0, stride))
    let all = words
    let size = (machine.addressUnit + 7) / 8
    return DeepStack.run {
      let disassembler = Disassembler(machine: machine)
      var text = ""
      for (number, word) in all.enumerated() {
        if let decoded = disassembler.decode(word, at: 0) {
          let address = origin + UInt128(number) * step
          text += "\(decoded.length * size)\t\(disassembler.text(decoded, address: address))\n"
        } else {
          text += "0\n"
        }
      }
      return text
    }
  }
}
