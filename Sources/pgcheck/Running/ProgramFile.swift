import Execution
import ISALanguage
import ISAModel

/// Reads programs and puts them into machines.
enum ProgramFile {

  /// Loads the program at `path`, resets the machine, and sets where it starts.
  static func load(
    _ path: String, into concrete: ConcreteMachine, at address: UInt64?, entry: UInt64?
  ) throws(UserError) {
    let machine = concrete.machine
    let isBigEndian = (machine.physicalMemory ?? machine.memory)?.isBigEndian ?? false
    let start: UInt64?
    do throws(ProgramImage.Failure) {
      let image = try ProgramImage(
        try read(path), at: address,
        for: .init(
          machineName: machine.name, elfMachine: machine.platform.elfMachine, isBigEndian: isBigEndian))
      try image.load(into: concrete.ram, bigEndian: isBigEndian)
      // A raw image says nothing, and where it stands is where it starts.
      let own = try image.entry(in: concrete.ram)
      start = entry ?? own ?? address
    } catch {
      throw UserError("'\(path)': \(error.message)", help: error.help)
    }
    concrete.reset()
    if let start { try set(start, concrete) }
  }

  /// Sets where a program starts.
  static func set(_ start: UInt64, _ concrete: ConcreteMachine) throws(UserError) {
    let machine = concrete.machine
    let units = max(1, machine.stream.unit / (machine.memory?.unit ?? machine.stream.unit))
    let shown = "0x" + String(start, radix: 16, uppercase: true)
    guard start % UInt64(units) == 0 else {
      throw UserError(
        "the program starts at \(shown), and instructions of '\(machine.name)' stand at multiples of \(units)"
      )
    }
    guard concrete.setProgramCounter(UInt128(start)) else {
      throw UserError("the machine '\(machine.name)' cannot start at \(shown)")
    }
  }

  /// The bytes of a program.
  static func read(_ path: String) throws(ProgramImage.Failure) -> [UInt8] {
    do throws(SourceReader.Failure) {
      return try SourceReader.read(path, mustBePlain: true, largest: 1 << 30)
    } catch {
      throw ProgramImage.Failure(error.message, help: error.help)
    }
  }
}
