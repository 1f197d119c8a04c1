import Foundation
import Testing

/// The commands beside `check`.
struct CommandTests {

  @Test func help() throws {
    for arguments in [
      ["--help"], ["help", "check"], ["explain", "--help"], ["fmt", "--help"], ["benchmark", "--help"],
    ] {
      let result = try Program.run(arguments)
      #expect(result.status == 0)
      #expect(result.output.contains("USAGE: pgcheck"))
      #expect(result.errors.isEmpty)
    }
  }

  @Test func version() throws {
    let result = try Program.run("--version")
    #expect(result.status == 0)
    #expect(result.output.split(separator: ".").count == 3)
  }

  @Test func explainRule() throws {
    let result = try Program.run("explain", "pg102")
    #expect(result.status == 0)
    #expect(result.output.hasPrefix("PG102  "))
  }

  @Test func explainInstruction() throws {
    let result = try Program.run("explain", "broken.isa", "GETS")
    #expect(result.status == 0)
    #expect(result.output.contains("user state  a state in mode user (S == 0)"))
    #expect(result.output.contains("The proof for PG102"))
    #expect(result.output.contains("broken.isa:36:  A = zero_extend(S, 8) ← reads S"))
    #expect(try Program.run("explain", "broken.isa", "gets").output == result.output)
  }

  @Test func explainInnocuousInstruction() throws {
    let result = try Program.run("explain", "broken.isa", "ADD")
    #expect(result.status == 0)
    #expect(result.output.contains("ADD is innocuous"))
  }

  @Test func machinesWithoutTheInstructionAreLeftOut() throws {
    let folder = try TemporaryFolder()
    let both = try ["clean.isa", "broken.isa"].map {
      try String(contentsOf: Program.fixtures.appending(path: $0), encoding: .utf8)
    }
    try both.joined().write(toFile: folder.path("both.isa"), atomically: false, encoding: .utf8)
    let check = try Program.run("check", folder.path("both.isa"), "--only", "GETS")
    #expect(check.status == 1)
    #expect(check.output.contains("leaky: ✗ not virtualizable"))
    #expect(!check.output.contains("tidy"))
    #expect(try Program.run("explain", folder.path("both.isa"), "GETS").status == 0)
    let explained = try Program.run("explain", folder.path("both.isa"), "ADD")
    #expect(explained.output.contains("tidy in") && explained.output.contains("leaky in"))
  }

  @Test func benchmark() throws {
    let result = try Program.run("benchmark", "broken.isa", "--jobs", "1")
    #expect(result.status == 0)
    for row in ["start-up", "read and elaborate", "build terms", "solve", "peak memory"] {
      #expect(result.output.contains(row))
    }
  }

  @Test func benchmarkOfSeveralMachines() throws {
    let result = try Program.run("benchmark", "broken.isa", "clean.isa")
    #expect(result.status == 0)
    let table = try #require(result.output.components(separatedBy: "All machines, processor time").last)
    let names = table.split(separator: "\n").dropFirst().compactMap { $0.split(separator: " ").first }
    #expect(names == ["leaky", "tidy", "all"])
  }

  @Test func benchmarkOfAGrownMachine() throws {
    let result = try Program.run("benchmark", "broken.isa", "--replicate", "10")
    #expect(result.status == 0)
    #expect(result.output.hasPrefix("leaky: 30 instructions"))
    #expect(try Program.run("benchmark", "broken.isa", "--replicate", "0").status == 2)
  }

  @Test func verboseLogGoesToStandardError() throws {
    let result = try Program.run("clean.isa", "--verbose")
    #expect(result.errors.contains("checking"))
    #expect(try Program.run("clean.isa").output == result.output)
  }
}
