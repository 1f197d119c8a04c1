import ISALanguage
import ISAModel

/// Why a machine cannot be written as C.
package struct EmissionFailure: Error, Sendable {

  /// In words for its user.
  package var message: String
}

/// A machine as a package of C11 that is complete in itself: its files, with their text.
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
  /// - Parameter sources: the files of the specification, for comments that say where something stands.
  package init(_ machine: Machine, sources: SourceMap?) throws(EmissionFailure) {
    try Self.check(machine)
    let program = ProgramEmitter(machine, sources: sources)
    let instructions = InstructionFiles(program)
    let machineFile = MachineFile(program, instructions)
    let memory = MemoryFile(program)
    let devices = DeviceFile(program)
    // Each part asks for the functions that it calls, so that what they are called for comes first.
    let meanings = instructions.write()
    let decoder = DecoderFile(program, instructions).write()
    var run = RunFile(program, machineFile).write().text
    run = run.replacing(Self.waitingMark, with: devices.waiting().text + Self.waitingMark)
    let translation = memory.source()
    add("machine.h", machineFile.header().text)
    add("memory.h", memory.header().text)
    add("meaning.h", Self.meaning(program))
    add("decoded.h", machineFile.decodedHeader().text)
    add("bits.h", BitsText.header)
    add("devices.h", DeviceText.header)
    add("run.h", RunText.header)
    add("registers.h", RegisterFile.header)
    for (name, text) in meanings { add("instructions_\(name).c", text.text) }
    add("decoder.c", decoder.text)
    add("memory.c", translation.text)
    add("run.c", run)
    add("devices.c", devices.write().text)
    add("registers.c", RegisterFile(program).write().text)
    add("main.c", MainText.source)
    add("Makefile", Self.makefile(machine.name, files.map(\.name).filter { $0.hasSuffix(".c") }))
    for index in files.indices where files[index].name != "Makefile" {
      files[index].text =
        "/* Written by pgcheck from the specification of \(machine.name). */\n\n" + files[index].text
    }
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

  private static func makefile(_ name: String, _ sources: [String]) -> String {
    let objects = sources.map { $0.dropLast(2) + ".o" }.joined(separator: " ")
    return """
      # Builds the machine. CC may be any compiler of C11 for a 64-bit host that has unsigned __int128.
      CC = cc
      CFLAGS = -O2
      WARNINGS = -Wall -Wextra
      OBJECTS = \(objects)

      \(name): $(OBJECTS)
      \t$(CC) $(CFLAGS) -o $@ $(OBJECTS)

      %.o: %.c bits.h decoded.h devices.h machine.h meaning.h memory.h registers.h run.h
      \t$(CC) -std=c11 $(CFLAGS) $(WARNINGS) -c -o $@ $<

      clean:
      \trm -f \(name) $(OBJECTS)

      .PHONY: clean

      """
  }
}
