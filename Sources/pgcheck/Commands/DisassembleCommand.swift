import ArgumentParser
import Assembly
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

  @Option(help: ArgumentHelp("The address of the first byte.", valueName: "address"))
  var at = AddressArgument(value: 0)

  @Flag(help: "Name the targets of jumps.")
  var labels = false

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
    } catch let failure as SourceReader.Failure {
      throw UserError(failure.message, help: failure.help)
    }
    let target = try output.map { path throws(UserError) in try OutputFile(path) }
    let size = (machine.addressUnit + 7) / 8
    guard bytes.count % size == 0 else {
      throw UserError(
        "'\(image)' has \(bytes.count) bytes, which are no whole units of \(size) bytes",
        help: "the machine's memory has units of \(machine.addressUnit) bits")
    }
    let units = stride(from: 0, to: bytes.count, by: size).map { start in
      bytes[start..<start + size].reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
    }
    if let wrong = units.first(where: { machine.addressUnit < 128 && $0 >> UInt128(machine.addressUnit) != 0 }
    ) {
      throw UserError(
        "'\(image)' holds 0x\(String(wrong, radix: 16)), which is no unit of \(machine.addressUnit) bits")
    }
    let origin = at.value
    let wantsLabels = labels
    let text = DeepStack.run {
      var disassembler = Disassembler(machine: machine)
      return disassembler.program(units, origin: origin, labels: wantsLabels)
    }
    if let target { try target.write(text) } else { try StandardOutput.write(text) }
  }
}
