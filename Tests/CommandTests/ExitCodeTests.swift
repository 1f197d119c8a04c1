import Testing

/// The exit codes are a promise to scripts.
struct ExitCodeTests {

  @Test func cleanMachineIsProven() throws {
    let result = try Program.run("clean.isa")
    #expect(result.status == 0)
    #expect(result.output.hasSuffix("tidy: ✓ virtualizable\n" + conclusion))
    #expect(result.errors.isEmpty)
  }

  private let conclusion = """
    Whatever an instruction of this machine could change or show that is the monitor's, it traps in user
    mode. A trap-and-emulate monitor can run this machine's own system software unmodified.

    """

  @Test func violationIsOne() throws {
    let result = try Program.run("check", "broken.isa")
    #expect(result.status == 1)
    #expect(result.output.contains("violating Theorem 1 (2): GETS, OUT"))
    #expect(result.output.contains("broken.isa:36:  A = zero_extend(S, 8) ← reads S"))
    #expect(result.errors.isEmpty)
  }

  @Test func featureMendsTheMachine() throws {
    #expect(try Program.run("broken.isa", "--feature", "mended").status == 0)
    #expect(try Program.run("broken.isa", "--feature", "mended=on", "--feature", "other=off").status == 0)
    #expect(try Program.run("broken.isa", "--feature", "mended=off").status == 1)
  }

  @Test func failedClaimIsTwo() throws {
    let result = try Program.run("claim.isa")
    #expect(result.status == 2)
    #expect(result.output.contains("FAILED  claim.isa:44:  claim ADD is privileged"))
    #expect(result.output.contains("ADD is not privileged"))
  }

  @Test func faultySpecificationIsTwo() throws {
    let result = try Program.run("faulty.isa")
    #expect(result.status == 2)
    #expect(result.output.isEmpty)
    #expect(result.errors.contains("faulty.isa:27"))
  }

  @Test func exhaustedSolverIsThree() throws {
    let result = try Program.run("hard.isa", "--rlimit", "1")
    #expect(result.status == 3)
    #expect(result.output.contains("not decided"))
    #expect(!result.output.contains("✓ virtualizable"))
  }

  @Test func worstCodeWins() throws {
    #expect(try Program.run("clean.isa", "broken.isa").status == 1)
    let result = try Program.run("broken.isa", "faulty.isa", "clean.isa")
    #expect(result.status == 2)
    #expect(result.output.contains("leaky: ✗ not virtualizable"))
    #expect(result.output.contains("tidy: ✓ virtualizable"))
    #expect(try Program.run("broken.isa", "missing.isa").status == 2)
  }

  @Test func onlyTheTheoremsOfTheModelCount() throws {
    let result = try Program.run("broken.isa", "--model", "pg74")
    #expect(result.status == 1)
    #expect(result.output.contains("violating Theorem 1 (1): GETS"))
  }
}
