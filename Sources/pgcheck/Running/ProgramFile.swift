import Assembly
import Execution
import ISALanguage
import ISAModel

/// A program from a file, read once and loaded as often as it is run.
struct ProgramFile: Sendable {

  let name: String
  private let contents: Contents

  private enum Contents: Sendable {
    case image(ProgramImage, start: UInt64?)
    case assembled(AssembledProgram, start: UInt64?)
  }

  /// Reads a program; one whose name ends with '.s' is assembled.
  ///
  /// - Parameters:
  ///   - address: where a raw image stands and starts, or what comes first of an assembly program.
  ///   - entry: where it starts, whatever it says itself.
  init(_ path: String, for machine: Machine, at address: UInt64?, entry: UInt64?) throws {
    name = path.split(separator: "/").last.map(String.init) ?? path
    if path.hasSuffix(".s") {
      contents = .assembled(try Self.assemble(path, machine, address ?? 0), start: entry)
      return
    }
    do throws(ProgramImage.Failure) {
      let image = try ProgramImage(
        try Self.read(path), at: address,
        for: .init(
          machineName: machine.name, elfMachine: machine.platform.elfMachine,
          isBigEndian: Self.isBigEndian(machine)))
      // A raw image says nothing, and where it stands is where it starts.
      contents = .image(image, start: entry ?? (image.entry == nil ? address : nil))
    } catch {
      throw UserError("'\(path)': \(error.message)", help: error.help)
    }
  }

  private static func assemble(_ path: String, _ machine: Machine, _ origin: UInt64) throws
    -> AssembledProgram
  {
    var sources = SourceMap()
    let file: SourceFile
    do {
      file = sources.add(path: path, bytes: try SourceReader.read(path))
    } catch {
      throw UserError(error.message, help: error.help)
    }
    let source = file
    let start = UInt128(origin)
    let (assembled, diagnostics) = DeepStack.run {
      Assembler.assemble(source, in: &sources, for: machine, origin: start)
    }
    DiagnosticOutput.write(diagnostics, sources: sources)
    guard let assembled else { throw ExitStatus.wrongInput }
    return assembled
  }

  /// The image of an assembly program, as it stands on a disk.
  static func bytes(of path: String, for machine: Machine) throws -> [UInt8] {
    guard let bytes = try assemble(path, machine, 0).bytes() else {
      throw UserError("the addresses of '\(path)' lie too far apart for a disk")
    }
    return bytes
  }

  private static func isBigEndian(_ machine: Machine) -> Bool {
    (machine.physicalMemory ?? machine.memory)?.isBigEndian ?? false
  }

  private static func read(_ path: String) throws(ProgramImage.Failure) -> [UInt8] {
    do throws(SourceReader.Failure) {
      return try SourceReader.read(path, mustBePlain: true, largest: 1 << 30)
    } catch {
      throw ProgramImage.Failure(error.message, help: error.help)
    }
  }

  /// Puts the program into a machine, resets that, and sets where it starts.
  func load(into concrete: ConcreteMachine) throws(ProgramImage.Failure) {
    let start: UInt64?
    switch contents {
    case .image(let image, let given):
      try image.load(into: concrete.ram, bigEndian: Self.isBigEndian(concrete.machine))
      if let given { start = given } else { start = try image.entry(in: concrete.ram) }
    case .assembled(let program, let given):
      try Self.load(program, into: concrete.ram)
      start = given
    }
    concrete.reset()
    if let start { try Self.set(start, concrete) }
  }

  private static func load(_ program: AssembledProgram, into ram: RAM) throws(ProgramImage.Failure) {
    for item in program.items {
      guard ram.contains(item.address + UInt128(max(1, item.units.count)) - 1) else {
        throw ProgramImage.Failure(
          "the program does not fit into memory: it has something at address \(item.address), and there are "
            + "\(ram.count) units of RAM")
      }
      for (offset, unit) in item.units.enumerated() { ram.store(item.address + UInt128(offset), unit) }
    }
  }

  /// Sets where a program starts.
  private static func set(_ start: UInt64, _ concrete: ConcreteMachine) throws(ProgramImage.Failure) {
    let machine = concrete.machine
    let units = max(1, machine.stream.unit / (machine.memory?.unit ?? machine.stream.unit))
    let shown = "0x" + String(start, radix: 16, uppercase: true)
    guard start % UInt64(units) == 0 else {
      throw ProgramImage.Failure(
        "the program starts at \(shown), and instructions of '\(machine.name)' stand at multiples of \(units)"
      )
    }
    guard concrete.setProgramCounter(UInt128(start)) else {
      throw ProgramImage.Failure("the machine '\(machine.name)' cannot start at \(shown)")
    }
  }
}
