import Assembly
import Execution
import ISALanguage
import ISAModel
import TestSupport

/// Words of the instruction stream that are disassembled and assembled again, many in one program.
struct RoundTrip {

  /// What one word comes to.
  struct Result {
    var units: [UInt128]
    var text: String
    var assembled: [UInt128]
  }

  let machine: Machine
  private let disassembler: Disassembler
  private var words: [(address: UInt128, units: [UInt128], text: String)] = []

  /// How far apart the words stand, in address units.
  private static let distance: UInt128 = 64

  init(machine: Machine) {
    self.machine = machine
    disassembler = Disassembler(machine: machine)
  }

  var count: Int { words.count }

  /// Takes the word at the start of `units` (address units), if an instruction has it. Returns its length.
  mutating func add(_ units: [UInt128]) -> Int? {
    guard let decoded = disassembler.decode(units, at: 0) else { return nil }
    let length = decoded.length
    let address = UInt128(words.count + 1) * Self.distance
    let text = disassembler.text(decoded, address: address)
    guard !text.isEmpty else { return nil }
    words.append((address, Array(units[..<length]), text))
    return length
  }

  /// The program of all words, and what it assembles to.
  func run() -> (results: [Result], diagnostics: [String]) {
    let text = words.map { ".org 0x\(String($0.address, radix: 16))\n\($0.text)\n" }.joined()
    var sources = SourceMap()
    let file = sources.add(path: "words.s", bytes: Array(text.utf8))
    let (program, diagnostics) = DeepStack.run { Assembler.assemble(file, in: &sources, for: machine) }
    let messages = diagnostics.map { "\($0.message): \(sources.lineText(at: $0.span))" }
    guard let program else { return ([], messages) }
    var byAddress: [UInt128: [UInt128]] = [:]
    for item in program.items { byAddress[item.address] = item.units }
    let results = words.map { word in
      Result(units: word.units, text: word.text, assembled: byAddress[word.address] ?? [])
    }
    return (results, messages)
  }

  /// The text of a word that stands where the one with the same text stood.
  func text(of units: [UInt128], at index: Int) -> String? {
    disassembler.decode(units, at: 0).map { disassembler.text($0, address: words[index].address) }
  }
}
