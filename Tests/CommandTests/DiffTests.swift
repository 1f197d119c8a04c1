import Foundation
import Testing

/// Comparing machines: what is a difference, what is worse, and what is read from a repository.
struct DiffTests {

  /// `clean.isa` written in another way: other layout, other order, other names of what is local.
  private static let rewritten = """
    // The same machine.
    isa tidy "The Tidy Machine" {
      source MANUAL "The Tidy Machine, 2026"
      feature quick "An option that changes nothing"
      control register PORT: bits(8)
      guest register PC: bits(8)
      mode register S: bits(1)
      guest register A: bits(8)
      modes {
        user       when !(S == 1)
        supervisor when S != 0
      }
      trap refused:    memory
      trap illegal:    fault
      trap privileged: privilege
      memory mem[place: bits(8)]: bits(8) little traps refused
      encoding {
        unit bits(8) little
        fetch mem[PC]
        step { PC = PC + length }
        otherwise trap illegal
      }
      function check() { require S == 1 else trap privileged }
      instruction OUT "Write the port" {
        source MANUAL "p. 3"
        encode 0010_0000
        syntax "out"
        do {
          check()
          let value = A
          PORT = value
        }
      }
      instruction LOAD "Load" {
        source MANUAL "p. 2"
        encode 0001 0000 address:8
        syntax "load {address}"
        do { A = mem[address, 8] }
      }
      instruction ADD "Add" {
        source MANUAL "p. 1"
        encode 0000 number:4
        syntax "add #{number}"
        do { A = zero_extend(number, 8) + A }
      }
    }
    """

  private func text(_ name: String) throws -> String {
    try String(contentsOf: Program.fixtures.appending(path: name), encoding: .utf8)
  }

  private func object(_ result: Program.Result) throws -> [String: Any] {
    let whole = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    #expect(whole["schema"] as? String == "pgcheck/difference/1")
    return try #require((whole["differences"] as? [[String: Any]])?.first)
  }

  @Test func otherTextIsNoDifference() throws {
    let folder = try TemporaryFolder()
    try Self.rewritten.write(toFile: folder.path("new.isa"), atomically: false, encoding: .utf8)
    let result = try Program.run("diff", "clean.isa", folder.path("new.isa"))
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.hasSuffix("tidy → tidy: no difference\n"), "\(result.output)")
    let json = try object(Program.run("diff", "clean.isa", folder.path("new.isa"), "--format", "json"))
    #expect(json["empty"] as? Bool == true)
    #expect((json["changed"] as? [Any])?.isEmpty == true)
  }

  @Test func droppedGuardIsWorse() throws {
    let folder = try TemporaryFolder()
    let guarded = "      require supervisor else trap privileged\n"
    let old = try text("clean.isa")
    #expect(old.contains(guarded))
    try old.replacingOccurrences(of: guarded, with: "").write(
      toFile: folder.path("new.isa"), atomically: false, encoding: .utf8)
    let result = try Program.run("diff", "clean.isa", folder.path("new.isa"))
    #expect(result.status == 1)
    #expect(result.output.contains("Holes opened (1)"))
    #expect(result.output.contains("completes in user mode, where it trapped with privileged"))
    #expect(result.output.contains("tidy → tidy: ✗ new violations: OUT; Theorem 1"), "\(result.output)")
    let json = try object(Program.run("diff", "clean.isa", folder.path("new.isa"), "--format", "json"))
    #expect(json["worse"] as? Bool == true)
    #expect(json["opened"] as? [String] == ["OUT"])
    // The other way round the hole is closed.
    let back = try Program.run("diff", folder.path("new.isa"), "clean.isa", "--format", "markdown")
    #expect(back.status == 0)
    #expect(back.output.hasPrefix("### `tidy`: ✓ 1 hole closed: OUT\n"), "\(back.output)")
    #expect(back.output.contains("#### Holes closed (1)"))
    #expect(back.output.contains("traps with privileged in user mode, where it completed"))
  }

  /// What the entry of one trap takes for granted says nothing of the entry of another.
  @Test func otherEntryBehindAConditionIsNoticed() throws {
    let folder = try TemporaryFolder()
    let old = try text("clean.isa").replacingOccurrences(
      of: "  trap privileged: privilege\n",
      with: """
          trap early: fault enters first()
          trap privileged: privilege enters second()
          function first() {
            require PORT == 0 else trap refused
            S = 1
          }
          function second() { A = 1 }

        """)
    try old.write(toFile: folder.path("old.isa"), atomically: false, encoding: .utf8)
    try old.replacingOccurrences(of: "A = 1 }", with: "A = if PORT == 0 { 1 } else { 2 } }").write(
      toFile: folder.path("new.isa"), atomically: false, encoding: .utf8)
    let result = try Program.run("diff", folder.path("old.isa"), folder.path("new.isa"))
    #expect(
      result.output.contains("trap privileged  privilege → privilege, with another meaning"),
      "\(result.output)")
  }

  @Test func otherResultIsNoticed() throws {
    let folder = try TemporaryFolder()
    try text("clean.isa")
      .replacingOccurrences(of: "A = A + zero_extend(n, 8)", with: "A = A + sign_extend(n, 8)")
      .replacingOccurrences(of: "encode 0010_0000", with: "encode 0010_0001")
      .replacingOccurrences(of: "control register PORT: bits(8)", with: "control register PORT: bits(8) = 1")
      .write(toFile: folder.path("new.isa"), atomically: false, encoding: .utf8)
    let result = try Program.run("diff", "clean.isa", folder.path("new.isa"))
    #expect(result.status == 0)
    #expect(result.output.contains("Changed otherwise (2)"))
    #expect(result.output.contains("leaves something else in A\n"))
    #expect(result.output.contains("has other encodings\n"))
    #expect(result.output.contains("state PORT  control, 8 bits → control, 8 bits, 0x1 after reset"))
    #expect(result.output.hasSuffix("tidy → tidy: ✓ no new violation\n"))
  }

  @Test func closedHoleIsNamed() throws {
    let specs = "../../../specs"
    let result = try Program.run("diff", "\(specs)/m68000.isa", "\(specs)/m68010.isa")
    #expect(result.status == 0)
    #expect(result.output.contains("Holes closed (1)"))
    #expect(result.output.contains("traps with privilege_violation in user mode, where it completed"))
    #expect(result.output.hasSuffix("m68000 → m68010: ✓ 1 hole closed: MOVE_from_SR\n"), "\(result.output)")
    // What the older machine has not is no hole of the newer one.
    #expect(try Program.run("diff", "\(specs)/m68010.isa", "\(specs)/m68000.isa").status == 1)
  }

  @Test func featuresOfOneSide() throws {
    let result = try Program.run("diff", "broken.isa", "broken.isa", "--new-feature", "mended")
    #expect(result.status == 0)
    #expect(result.output.contains("feature mended  off → on"))
    #expect(result.output.hasSuffix("leaky → leaky: ✓ 2 holes closed: GETS and OUT\n"), "\(result.output)")
    #expect(try Program.run("diff", "broken.isa", "broken.isa", "--old-feature", "mended").status == 1)
    #expect(try Program.run("diff", "broken.isa", "broken.isa", "--feature", "mended").status == 0)
  }

  @Test func undecidedIsThree() throws {
    #expect(try Program.run("diff", "hard.isa", "hard.isa", "--rlimit", "1").status == 3)
  }

  // MARK: Repositories

  /// A repository with a machine whose instructions stand in an included file.
  private func repository() throws -> (folder: TemporaryFolder, git: ([String]) throws -> String) {
    let folder = try TemporaryFolder()
    let git = { (arguments: [String]) throws -> String in
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments =
        ["git", "-C", folder.url.path(), "-c", "user.name=A", "-c", "user.email=a@example.com"] + arguments
      let output = Pipe()
      process.standardOutput = output
      process.standardError = FileHandle.nullDevice
      try process.run()
      let text = try output.fileHandleForReading.readToEnd() ?? Data()
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
      return String(decoding: text, as: UTF8.self)
    }
    let whole = try text("clean.isa")
    let start = try #require(whole.range(of: "  instruction ADD"))
    let end = try #require(whole.range(of: "}", options: .backwards))
    try FileManager.default.createDirectory(
      at: folder.url.appending(path: "specs/tidy"), withIntermediateDirectories: true)
    try (whole[..<start.lowerBound] + "  include \"tidy/code.isa\"\n}\n").write(
      toFile: folder.path("specs/tidy.isa"), atomically: false, encoding: .utf8)
    try String(whole[start.lowerBound..<end.lowerBound]).write(
      toFile: folder.path("specs/tidy/code.isa"), atomically: false, encoding: .utf8)
    _ = try git(["init", "-q"])
    _ = try git(["add", "."])
    _ = try git(["commit", "-q", "-m", "clean"])
    return (folder, git)
  }

  @Test func workTreeAgainstCommit() throws {
    let (folder, git) = try repository()
    let specification = folder.path("specs/tidy.isa")
    #expect(try Program.run("diff", "--against", "HEAD", specification).output.hasSuffix("no difference\n"))
    let code = folder.path("specs/tidy/code.isa")
    let old = try String(contentsOfFile: code, encoding: .utf8)
    let new = old.replacingOccurrences(of: "      require supervisor else trap privileged\n", with: "")
    #expect(new != old)
    try new.write(toFile: code, atomically: false, encoding: .utf8)
    let result = try Program.run("diff", "--against", "HEAD", specification, "--format", "markdown")
    #expect(result.status == 1)
    #expect(result.output.contains("✗ new violations: OUT"), "\(result.output)")
    #expect(try git(["status", "--porcelain"]) == " M specs/tidy/code.isa\n")
    #expect(try String(contentsOfFile: code, encoding: .utf8) == new)
    // A tag is a reference too, and so is what stands before a commit.
    _ = try git(["tag", "-a", "v1", "-m", "one"])
    _ = try git(["commit", "-q", "-a", "-m", "dropped"])
    #expect(try Program.run("diff", "--against", "v1", specification).status == 1)
    #expect(try Program.run("diff", "--against", "HEAD~1", specification).status == 1)
    #expect(try Program.run("diff", "--against", "HEAD", specification).status == 0)
  }

  @Test func wrongReferences() throws {
    let (folder, _) = try repository()
    func expect(
      _ arguments: [String], _ message: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
      let result = try Program.run(["diff"] + arguments)
      #expect(result.status == 2, sourceLocation: sourceLocation)
      #expect(result.output.isEmpty, sourceLocation: sourceLocation)
      #expect(result.errors.contains(message), "\(result.errors)", sourceLocation: sourceLocation)
    }
    let specification = folder.path("specs/tidy.isa")
    try expect(["--against", "nowhere", specification], "has no commit 'nowhere'")
    try expect(["--against=--help", specification], "has no commit '--help'")
    try expect(["--against", "", specification], "the name of the commit is empty")
    try text("clean.isa").write(toFile: folder.path("new.isa"), atomically: false, encoding: .utf8)
    try expect(["--against", "HEAD", folder.path("new.isa")], "it is not there")
    let elsewhere = try TemporaryFolder()
    try text("clean.isa").write(toFile: elsewhere.path("a.isa"), atomically: false, encoding: .utf8)
    try expect(["--against", "HEAD", elsewhere.path("a.isa")], "is in no work tree of a git repository")
    try expect(["clean.isa"], "two specifications are compared, and 1 named")
    try expect(["clean.isa", "missing.isa"], "cannot read 'missing.isa'")
    try expect(["clean.isa", "faulty.isa"], "faulty.isa:27")
    try expect(["clean.isa", "clean.isa", "--format", "sarif"], "use text or markdown or json")
    try expect(["clean.isa", "clean.isa", "--machine", "untidy"], "has no machine 'untidy'")
  }
}
