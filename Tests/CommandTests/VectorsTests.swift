import Foundation
import Testing

/// Single steps from given states.
struct VectorsTests {

  /// Runs the lines on a machine of `specs`.
  private func run(_ specification: String, _ lines: String..., arguments: [String] = []) throws
    -> Program.Result
  {
    let folder = try TemporaryFolder()
    let input = folder.path("vectors.jsonl")
    try lines.joined(separator: "\n").write(toFile: input, atomically: true, encoding: .utf8)
    return try Program.run(["vectors", "../../../specs/\(specification).isa", "-"] + arguments, input: input)
  }

  @Test func completes() throws {
    let result = try run(
      "m68000",
      #"{"id":"add","state":{"PC":"0x1000","SR":0,"D[1]":"0x7fff","D[2]":1},"memory":{"0x1000":"d242"}}"#)
    #expect(result.status == 0, "\(result.errors)")
    #expect(
      result.output == """
        {"id":"add","line":1,"outcome":"completes","instruction":"ADD","state":{"PC":"0x1002","D[1]":"0x8000",\
        "SR":"0xa"},"memory":{}}

        """)
  }

  @Test func trapsWithItsEntry() throws {
    let result = try run(
      "m68000",
      #"{"state":{"PC":"0x1000","SR":4,"OTHER_SP":"0x2000"},"memory":{"0x80":"00003000","0x1000":"4e40"}}"#)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains(#""trap":{"name":"call","class":"service","arguments":["0x0"]}"#))
    #expect(result.output.contains(#""PC":"0x3000""#))
    #expect(result.output.contains(#""SR":"0x2004""#))
    #expect(result.output.contains(#""memory":{"0x1ffa":"00","0x1ffb":"04","0x1ffc":"00","0x1ffd":"00""#))
  }

  @Test func writesMemory() throws {
    let result = try run(
      "m68000",
      #"{"state":{"PC":"0x1000","SR":0,"A[0]":"0x2000","D[0]":"0x1234"},"memory":{"0x1000":"3080"}}"#)
    #expect(result.output.contains(#""memory":{"0x2000":"12","0x2001":"34"}"#))
  }

  /// DIVU leaves N and Z open when it overflows, and only then.
  @Test func masksWhatTheSpecificationLeavesOpen() throws {
    let result = try run(
      "m68000",
      #"{"state":{"PC":0,"SR":0,"D[0]":"0x20000","D[1]":1},"memory":{"0x0":"80c1"}}"#,
      #"{"state":{"PC":0,"SR":0,"D[0]":"0x20","D[1]":1},"memory":{"0x0":"80c1"}}"#)
    let lines = result.output.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines.first?.contains(#""undefined":{"SR":"0xc"}"#) == true)
    #expect(lines.last?.contains("undefined") == false)
  }

  /// PSL.VM is set in user modes alone.
  @Test func stateThatTheInvariantExcludesIsToldOf() throws {
    let result = try run(
      "vax-vm", #"{"state":{"PSL":"0x20000000"},"memory":{"0x0":"01"}}"#,
      #"{"state":{"PSL":"0x23C00000"},"memory":{"0x0":"01"}}"#)
    let lines = result.output.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines.first?.contains(#""breaksInvariant":true"#) == true, "\(result.output)")
    #expect(lines.last?.contains("breaksInvariant") == false, "\(result.output)")
  }

  @Test func fieldsOverwriteRegisters() throws {
    let result = try run(
      "m68000", #"{"state":{"SR.Z":1,"SR":"0x2700","PC":"0x1000"},"memory":{"0x1000":"57c0"}}"#)
    #expect(result.output.contains(#""D[0]":"0xff""#), "\(result.output)")
  }

  @Test func wordsOfAnySize() throws {
    let result = try run("pg74", #"{"state":{"P":16},"memory":{"0x10":"13200005"}}"#)
    #expect(result.output.contains(#""instruction":"LI""#), "\(result.output)\(result.errors)")
    #expect(result.output.contains(#""G[1]":"0x5""#))
  }

  /// The high segment of a user of the KA10 may be there to be read alone.
  @Test func translationKnowsReadsFromWrites() throws {
    let user = #""state":{"PC":"0x200","FLAGS.USER":1,"PI":"0x20007f","APR":1,"RELOCATION":"0x1010000"}"#
    let result = try run(
      "ka10", "{\(user),\"memory\":{\"0x200\":\"401820042\"}}",
      "{\(user),\"memory\":{\"0x200\":\"411820042\"}}")
    let lines = result.output.split(separator: "\n")
    #expect(lines.first?.contains(#""outcome":"completes","instruction":"MOVE""#) == true)
    #expect(lines.last?.contains(#""trap":{"name":"memory_protection""#) == true, "\(result.output)")
  }

  @Test func featuresOfALine() throws {
    let result = try run(
      "pg74", #"{"features":{"read_mode":true},"state":{"P":16,"M":1},"memory":{"0x10":"83200000"}}"#,
      #"{"state":{"P":16,"M":1},"memory":{"0x10":"83200000"}}"#)
    let lines = result.output.split(separator: "\n")
    #expect(lines.first?.contains(#""instruction":"RMODE""#) == true)
    #expect(lines.last?.contains(#""trap":{"name":"illegal_instruction""#) == true)
  }

  /// Each wrong line is told with its number, and answered; those around it are run.
  @Test func wrongLines() throws {
    let result = try run(
      "m68000", #"{"state":{"PC":0},"memory":{"0x0":"4e71"}}"#, "", "nonsense", #"{"memory":{}}"#,
      #"{"state":{"DD[1]":0}}"#, #"{"state":{"SR":"0x10000"}}"#, #"{"state":{},"memory":{"0x0":"4e7"}}"#,
      #"{"state":{},"memory":{"0xffffff":"0000"}}"#, #"{"state":{"PC":"hello"}}"#,
      #"{"features":{"nothing":true},"state":{}}"#, #"{"state":{"PC":0},"memory":{"0x0":"4e71"}}"#)
    #expect(result.status == 2)
    let lines = result.output.split(separator: "\n")
    #expect(lines.count == 10, "\(result.output)")
    #expect(lines.first?.contains(#""instruction":"NOP""#) == true)
    #expect(lines.last?.contains(#""line":11,"outcome":"completes""#) == true)
    for (line, words) in [
      (3, "no JSON"), (4, "'state'"), (5, "no register 'DD[1]'"), (6, "does not fit"),
      (7, "2 hexadecimal digits"),
      (8, "beyond"), (9, "expected a number"), (10, "feature"),
    ] {
      #expect(
        result.errors.split(separator: "\n").contains {
          $0.hasPrefix("error: line \(line): ") && $0.contains(words)
        },
        "line \(line): \(result.errors)")
    }
  }

  @Test func wrongFiles() throws {
    let missing = try Program.run("vectors", "../../../specs/m68000.isa", "missing.jsonl")
    #expect(missing.status == 2)
    #expect(missing.errors.contains("cannot read 'missing.jsonl'"))
    let noMachine = try Program.run("vectors", "missing.isa", "-")
    #expect(noMachine.status == 2)
  }
}
