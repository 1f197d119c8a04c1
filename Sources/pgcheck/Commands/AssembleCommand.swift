import ArgumentParser
import Assembly
import ISALanguage
import ISAModel

/// `pgcheck asm`: assembles a program in the specification's own syntax.
struct AssembleCommand: ParsableCommand {

  static let configuration = CommandConfiguration(
    commandName: "asm",
    abstract: "Assemble a program in the syntax of a specification.",
    discussion: """
      Instructions are written as the specification's 'syntax' says; of several encodings the shortest that holds \
      the values is taken. docs/assembler.md describes labels, directives and expressions. Nothing is written when \
      there is an error.

      The raw image holds the contents of the addresses from the first to the last, each in as many bytes as a unit \
      of memory needs, the highest first.

      EXAMPLES
        pgcheck asm specs/x86.isa boot.s -o boot.bin --listing boot.lst
        pgcheck asm specs/x86.isa boot.s --at 0x7c00 --format srec
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case raw, srec }

  @Argument(help: ArgumentHelp("The specification.", valueName: "spec"))
  var specification: String

  @Argument(help: ArgumentHelp("The program.", valueName: "file"))
  var program: String

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The file to write; standard output without it.", valueName: "file"))
  var output: String?

  @Option(help: ArgumentHelp("The format of the output: raw or srec.", valueName: "format"))
  var format: Format = .raw

  @Option(help: ArgumentHelp("Write the text beside what it comes to into this file.", valueName: "file"))
  var listing: String?

  @Option(
    help: ArgumentHelp("The address of what comes first.", valueName: "address"),
    transform: AddressArgument.parse)
  var at: UInt64 = 0

  @OptionGroup var options: MachineOptions

  func run() throws {
    let machine = try options.load(specification)
    var sources = SourceMap()
    let file: SourceFile
    do {
      file = sources.add(path: program, bytes: try SourceReader.read(program))
    } catch {
      throw UserError(error.message, help: error.help)
    }
    let target = try output.map { path throws(UserError) in try OutputFile(path) }
    let listingFile = try listing.map { path throws(UserError) in try OutputFile(path) }
    if let target, let listingFile, target.isSame(as: listingFile) {
      throw UserError("the output and the listing are one file, '\(target.path)'")
    }
    if target == nil, format == .raw, StandardOutput.isTerminal {
      throw UserError("a raw image is nothing for a terminal", help: "name a file with --output")
    }
    let source = file
    let origin = UInt128(at)
    let (assembled, diagnostics) = DeepStack.run {
      Assembler.assemble(source, in: &sources, for: machine, origin: origin)
    }
    DiagnosticOutput.write(diagnostics, sources: sources)
    guard let assembled else { throw ExitStatus.wrongInput }
    let bytes = try contents(of: assembled)
    if let target { try target.write(bytes) } else { try StandardOutput.write(bytes) }
    if let listingFile { try listingFile.write(Listing.text(assembled, of: file, in: sources)) }
  }

  private func contents(of program: AssembledProgram) throws(UserError) -> [UInt8] {
    switch format {
    case .raw:
      guard let bytes = program.bytes() else {
        throw UserError(
          "the addresses of this program lie too far apart for a raw image", help: "try --format srec")
      }
      return bytes
    case .srec:
      guard let text = SRecords.text(program) else {
        throw UserError(
          "S-records hold bytes at addresses of up to 32 bits, which this program has not",
          help: "try --format raw")
      }
      return Array(text.utf8)
    }
  }
}
