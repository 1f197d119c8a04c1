import Testing

/// What people get wrong, and what they read then. All of it ends with exit code 2 and nothing on standard
/// output.
struct WrongInputTests {

  private func expect(
    _ arguments: [String], says messages: String..., sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let result = try Program.run(arguments)
    #expect(result.status == 2, sourceLocation: sourceLocation)
    #expect(result.output.isEmpty, sourceLocation: sourceLocation)
    for message in messages {
      #expect(result.errors.contains(message), "\(result.errors)", sourceLocation: sourceLocation)
    }
  }

  @Test func noArguments() throws {
    try expect([], says: "error: Missing expected argument '<spec> ...'", "EXAMPLES")
  }

  @Test func emptyArguments() throws {
    try expect([""], says: "error: the name of a specification is empty")
    try expect(["explain", ""], says: "the first argument is empty")
    try expect(["clean.isa", "--output", ""], says: "the name of the output file is empty")
    try expect(["clean.isa", "--feature", ""], says: "names no feature")
  }

  @Test func missingFile() throws {
    try expect(["missing.isa"], says: "error: cannot read 'missing.isa': No such file or directory")
  }

  @Test func directory() throws { try expect(["."], says: "error: '.' is a directory", "help:") }

  @Test func unknownOption() throws {
    try expect(["clean.isa", "--jbos", "1"], says: "error: Unknown option '--jbos'. Did you mean '--jobs'?")
  }

  @Test func wrongNumbers() throws {
    try expect(["clean.isa", "--jobs", "0"], says: "--jobs takes a number from 1 on, not 0")
    try expect(["clean.isa", "--jobs", "many"], says: "'many'")
    try expect(["clean.isa", "--rlimit", "-1"], says: "--rlimit")
  }

  @Test func unknownFeature() throws {
    try expect(
      ["broken.isa", "--feature", "mendde"], says: "error: 'broken.isa' has no feature 'mendde'",
      "did you mean 'mended'?")
  }

  @Test func contradictingFeatures() throws {
    try expect(["broken.isa", "--feature", "mended=maybe"], says: "write mended=on or mended=off")
    try expect(
      ["broken.isa", "--feature", "mended", "--feature", "mended=off"], says: "'mended' is turned on and off")
  }

  @Test func unknownInstruction() throws {
    try expect(
      ["broken.isa", "--only", "GTES"], says: "'broken.isa' has no instruction 'GTES'", "did you mean 'GETS'?"
    )
    try expect(
      ["explain", "broken.isa", "GTES"], says: "'broken.isa' has no instruction 'GTES'",
      "did you mean 'GETS'?")
  }

  @Test func unknownModel() throws {
    try expect(["clean.isa", "--model", "pg75"], says: "there is no model 'pg75'")
  }

  @Test func unknownFormat() throws {
    try expect(["clean.isa", "--format", "jsno"], says: "there is no format 'jsno'; did you mean 'json'?")
    try expect(["papers", "--format", "sarif"], says: "the format 'sarif' is not available yet")
  }

  @Test func unknownRule() throws {
    try expect(["explain", "PG1O2"], says: "there is no rule 'PG1O2'", "did you mean 'PG102'?")
    try expect(["explain", "PG999"], says: "there is no rule 'PG999'", "the rules are PG101")
    try expect(["explain", "broken.isa"], says: "write 'pgcheck explain broken.isa INSTRUCTION'")
  }
}
