import Assembly
import Execution
import ISALanguage
import ISAModel
import Monitor

/// The program of a guest, read once and loaded as often as it is run.
struct GuestProgram {

  let name: String
  private let contents: Contents

  private enum Contents {
    case image(ProgramImage, start: UInt64?)
    case assembled(AssembledProgram, start: UInt64?)
  }

  /// Reads a program; one whose name ends with '.s' is assembled.
  init(_ path: String, for machine: Machine, at address: UInt64?, entry: UInt64?) throws {
    name = path.split(separator: "/").last.map(String.init) ?? path
    if path.hasSuffix(".s") {
      contents = .assembled(try Self.assemble(path, machine, address ?? 0), start: entry)
      return
    }
    let isBigEndian = (machine.physicalMemory ?? machine.memory)?.isBigEndian ?? false
    do throws(ProgramImage.Failure) {
      let image = try ProgramImage(
        try ProgramFile.read(path), at: address,
        for: .init(
          machineName: machine.name, elfMachine: machine.platform.elfMachine, isBigEndian: isBigEndian))
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

  /// Puts the program into a machine, resets that, and sets where it starts.
  func load(into concrete: ConcreteMachine) throws {
    let machine = concrete.machine
    var start: UInt64?
    switch contents {
    case .image(let image, let given):
      let isBigEndian = (machine.physicalMemory ?? machine.memory)?.isBigEndian ?? false
      try image.load(into: concrete.ram, bigEndian: isBigEndian)
      start = try given ?? image.entry(in: concrete.ram)
    case .assembled(let program, let given):
      start = given
      for item in program.items {
        guard concrete.ram.contains(item.address + UInt128(max(1, item.units.count)) - 1) else {
          throw MonitorFailure(
            "the program does not fit into memory: it has something at address \(item.address), and there are "
              + "\(concrete.ram.count) units of RAM")
        }
        for (offset, unit) in item.units.enumerated() {
          concrete.ram.store(item.address + UInt128(offset), unit)
        }
      }
    }
    concrete.reset()
    if let start { try ProgramFile.set(start, concrete) }
  }
}
