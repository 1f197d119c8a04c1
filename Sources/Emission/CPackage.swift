import ISALanguage
import ISAModel
import Monitor

/// Why a machine cannot be written as C.
package struct EmissionFailure: Error, Sendable {

  /// In words for its user.
  package var message: String

  /// Whether it is the monitor alone that cannot be written.
  package var isOfMonitor = false
}

/// A machine, and its monitor where it has one, as a package of C11 that is complete in itself: its files, with
/// their text.
package struct CPackage: Sendable {

  /// A file of the package.
  package struct File: Sendable {

    /// Its name within the folder.
    package var name: String
    package var text: String
  }

  package private(set) var files: [File] = []

  /// Writes a machine as C.
  ///
  /// - Parameters:
  ///   - sources: the files of the specification, for comments that say where something stands.
  ///   - monitor: what the machine's monitor is made of; nil for the bare machine alone.
  package init(_ machine: Machine, sources: SourceMap?, monitor: Monitor.Plan? = nil) throws(EmissionFailure)
  {
    try Self.check(machine)
    let parts: MonitorParts?
    if let monitor { parts = try MonitorParts(monitor) } else { parts = nil }
    let program = ProgramEmitter(parts?.machine ?? machine, sources: sources, hasMonitor: parts != nil)
    let instructions = InstructionFiles(program)
    let machineFile = MachineFile(program, instructions, hasMonitor: parts != nil)
    let memory = MemoryFile(program, isUniform: parts?.isUniform ?? false)
    let devices = DeviceFile(program)
    // Each part asks for the functions that it calls, so that what they are called for comes first.
    let meanings = instructions.write()
    let decoder = DecoderFile(program, instructions).write()
    var run = RunFile(program, machineFile).write().text
    run = run.replacing(Self.waitingMark, with: devices.waiting().text + Self.waitingMark)
    let routines = parts.map { RoutineFiles(program, instructions, $0).write() } ?? []
    let world = parts.map { WorldFile(program, machineFile, $0) }
    let worldText = world?.source()
    let translation = memory.source()
    add("machine.h", machineFile.header().text)
    add("memory.h", memory.header().text)
    add("meaning.h", Self.meaning(program))
    add("decoded.h", machineFile.decodedHeader().text)
    add("bits.h", BitsText.header)
    add("devices.h", DeviceText.header)
    add("run.h", RunText.header)
    add("registers.h", RegisterFile.header)
    add("program.h", ProgramText.header)
    add("steps.h", StepsText.header)
    for (name, text) in meanings { add("instructions_\(name).c", text.text) }
    add("decoder.c", decoder.text)
    add("memory.c", translation.text)
    add("run.c", run)
    add("devices.c", devices.write().text)
    add("registers.c", RegisterFile(program).write().text)
    if let world, let worldText {
      add("world.h", world.header().text)
      add("world.c", worldText.text)
      for (name, text) in routines { add("routines_\(name).c", text.text) }
      addMonitor()
    }
    add("program.c", ProgramText.source)
    add("steps.c", StepsText.source)
    add("main.c", MainText.source)
    add("Makefile", Self.makefile(machine.name, files.map(\.name)))
    for index in files.indices where files[index].name != "Makefile" {
      files[index].text =
        "/* Written by pgcheck from the specification of \(machine.name). */\n\n" + files[index].text
    }
  }

  /// The parts of the monitor that are the same for every machine.
  private mutating func addMonitor() {
    add("shadow.h", ShadowText.header)
    add("shadow.c", ShadowText.source)
    add("monitor.h", MonitorText.header)
    add("monitor.c", MonitorText.source)
    add("allocator.h", AllocatorText.header)
    add("allocator.c", AllocatorText.source)
    add("guests.h", GuestsText.header)
    add("guests.c", GuestsText.source)
  }

  private static func check(_ machine: Machine) throws(EmissionFailure) {
    guard let memory = machine.memory else {
      throw EmissionFailure(message: "the machine '\(machine.name)' has no memory 'mem'")
    }
    guard memory.addressWidth <= 48 else {
      throw EmissionFailure(
        message:
          "addresses of '\(machine.name)' have \(memory.addressWidth) bits; at most 48 can be written in C")
    }
    guard machine.stream.unit <= 64 else {
      throw EmissionFailure(
        message:
          "instructions of '\(machine.name)' come in units of \(machine.stream.unit) bits; at most 64 can "
          + "be written in C")
    }
  }

  private static let waitingMark = "/* Brings the devices up to date, takes interrupts"

  private mutating func add(_ name: String, _ text: String) { files.append(File(name: name, text: text)) }

  private static func meaning(_ program: ProgramEmitter) -> String {
    """
    #ifndef MEANING_H
    #define MEANING_H

    /* The functions of the specification. */

    #include "decoded.h"
    #include "memory.h"

    \(program.functions.text)
    #endif

    """
  }

  private static func makefile(_ name: String, _ files: [String]) -> String {
    let objects = files.filter { $0.hasSuffix(".c") }.map { $0.dropLast(2) + ".o" }.joined(separator: " ")
    let headers = files.filter { $0.hasSuffix(".h") }.sorted().joined(separator: " ")
    return """
      # Builds the program. CC may be any compiler of C11 for a 64-bit host that has unsigned __int128.
      CC = cc
      CFLAGS = -O2
      WARNINGS = -Wall -Wextra
      OBJECTS = \(objects)

      \(name): $(OBJECTS)
      \t$(CC) $(CFLAGS) -o $@ $(OBJECTS)

      %.o: %.c \(headers)
      \t$(CC) -std=c11 $(CFLAGS) $(WARNINGS) -c -o $@ $<

      clean:
      \trm -f \(name) $(OBJECTS)

      .PHONY: clean

      """
  }
}
