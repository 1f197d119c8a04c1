import Foundation
import Testing

/// Mending specifications: what is written passes, and nothing else is touched.
struct FixTests {

  private func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

  /// A copy of `broken.isa` without the option that mends it.
  private func broken(in folder: TemporaryFolder) throws -> String {
    let path = folder.path("leaky.isa")
    let old = try String(contentsOf: Program.fixtures.appending(path: "broken.isa"), encoding: .utf8)
    let new = old.replacingOccurrences(
      of: "      require supervisor || !mended else trap privileged\n", with: "")
    #expect(new != old)
    try new.write(toFile: path, atomically: false, encoding: .utf8)
    return path
  }

  @Test func checkShowsTheGuard() throws {
    let folder = try TemporaryFolder()
    let path = try broken(in: folder)
    let result = try Program.run("check", path)
    #expect(result.status == 1)
    #expect(result.output.contains("to mend it: trap in user mode\n"))
    #expect(result.output.contains("    require supervisor else trap privileged\n"))
    let explained = try Program.run("explain", path, "GETS")
    #expect(
      explained.output.contains("  +      require supervisor else trap privileged\n"), "\(explained.output)")
  }

  @Test func mendedSpecificationPasses() throws {
    let folder = try TemporaryFolder()
    let path = try broken(in: folder)
    let result = try Program.run("fix", path, "-o", folder.path("mended.isa"))
    #expect(result.status == 0)
    #expect(result.output.isEmpty)
    #expect(result.errors.contains("2 mended, in 1 file"))
    #expect(try Program.run("check", folder.path("mended.isa")).status == 0)
    #expect(try Program.run("fmt", "--check", folder.path("mended.isa")).status == 0)
    #expect(try folder.files == ["leaky.isa", "mended.isa"])
    #expect(
      try Program.run("diff", path, folder.path("mended.isa")).output.hasSuffix(
        "leaky → leaky: ✓ 2 holes closed: GETS and OUT\n"))
  }

  @Test func featureIsThoughtOfFirst() throws {
    let folder = try TemporaryFolder()
    let result = try Program.run("fix", "broken.isa", "-o", folder.path("mended.isa"))
    #expect(result.status == 0)
    let mended = try text(folder.path("mended.isa"))
    #expect(mended.contains("feature mended \"Everything traps\" = on\n"))
    let old = try String(contentsOf: Program.fixtures.appending(path: "broken.isa"), encoding: .utf8)
    #expect(mended.replacingOccurrences(of: " = on\n", with: "\n") == old)
    // Where its user has turned it off it stays off.
    let other = try Program.run("fix", "broken.isa", "--feature", "mended=off")
    #expect(other.status == 0)
    #expect(other.output.contains("+      require supervisor else trap privileged\n"))
    #expect(!other.output.contains("= on"))
  }

  @Test func patchAndPlaceAgree() throws {
    let folder = try TemporaryFolder()
    let path = try broken(in: folder)
    let patch = try Program.run("fix", path)
    #expect(patch.status == 0)
    // Its paths are those that were named on the command line.
    try patch.output.replacingOccurrences(of: path, with: "copy.isa").write(
      toFile: folder.path("fix.patch"), atomically: false, encoding: .utf8)
    let copy = folder.path("copy.isa")
    try text(path).write(toFile: copy, atomically: false, encoding: .utf8)
    #expect(try Program.run("fix", path, "--in-place").status == 0)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["git", "-C", folder.url.path(), "apply", "-p0", "fix.patch"]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    #expect(try text(copy) == text(path))
    #expect(try Program.run("check", copy).status == 0)
    let again = try Program.run("fix", path)
    #expect(again.status == 0)
    #expect(again.output.isEmpty)
    #expect(again.errors == "nothing was changed\n")
  }

  /// On the MC68000 what Motorola did in the MC68010; the rest of its files is copied as it is.
  @Test func mendedMC68000() throws {
    let folder = try TemporaryFolder()
    let result = try Program.run("fix", "../../../specs/m68000.isa", "-o", folder.path("mended"))
    // The bus error that cannot be restarted stays, which no guard mends.
    #expect(result.status == 1)
    #expect(result.errors.contains("MOVE_from_SR: require supervisor else trap privilege_violation\n"))
    #expect(result.errors.contains("because no guard mends it: PG301"))
    let mended = folder.path("mended/m68000.isa")
    let check = try Program.run("check", mended)
    #expect(check.status == 1)
    #expect(
      check.output.contains("m68000: ✓ virtualizable, but not with memory on demand"), "\(check.errors)")
    #expect(try text(mended).contains("claim MOVE_from_SR not violates PG102\n"))
    #expect(try text(mended).contains("claim theorem1 holds\n"))
    let difference = try Program.run("diff", mended, "../../../specs/m68010.isa", "--format", "json")
    let whole = try #require(
      try JSONSerialization.jsonObject(with: Data(difference.output.utf8)) as? [String: Any])
    let changed = try #require(
      ((whole["differences"] as? [[String: Any]])?.first?["changed"] as? [[String: Any]]))
    let same = changed.first { $0["name"] as? String == "MOVE_from_SR" }
    let meaning = try #require(same?["meaning"] as? [[String: Any]])
    // The MC68000 reads what it writes over; in user mode there is no difference any more.
    #expect(!meaning.contains { ($0["modes"] as? [String])?.contains("user") ?? false })
  }

  @Test func includedFilesAreMendedInPlace() throws {
    let folder = try TemporaryFolder()
    let specs = Program.fixtures.appending(path: "../../../specs").standardized
    for name in ["m68000.isa", "m68000"] {
      try FileManager.default.copyItem(
        at: specs.appending(path: name), to: folder.url.appending(path: name))
    }
    let result = try Program.run("fix", folder.path("m68000.isa"), "--in-place")
    #expect(result.status == 1)
    #expect(try folder.files == ["m68000", "m68000.isa"])
    let code = try text(folder.path("m68000/moves.isa")) + text(folder.path("m68000/status.isa"))
    #expect(
      code.contains("    require supervisor else trap privilege_violation\n    let place = dst\n"))
  }

  @Test func wrongInput() throws {
    let folder = try TemporaryFolder()
    func expect(_ arguments: [String], _ message: String, sourceLocation: SourceLocation = #_sourceLocation)
      throws
    {
      let result = try Program.run(["fix"] + arguments)
      #expect(result.status == 2, sourceLocation: sourceLocation)
      #expect(result.output.isEmpty, sourceLocation: sourceLocation)
      #expect(result.errors.contains(message), "\(result.errors)", sourceLocation: sourceLocation)
    }
    try expect(["faulty.isa", "-o", folder.path("new.isa")], "faulty.isa:27")
    try expect(["missing.isa"], "cannot read 'missing.isa'")
    try expect([""], "the name of the specification is empty")
    try expect(["broken.isa", "--in-place", "-o", folder.path("new.isa")], "exclude each other")
    try expect(["broken.isa", "-o", folder.path("nowhere/new.isa")], "there is no directory")
    try "taken".write(toFile: folder.path("taken"), atomically: false, encoding: .utf8)
    try expect(["../../../specs/m68000.isa", "-o", folder.path("taken")], "name a directory")
    #expect(try folder.files == ["taken"])
  }

  /// A guard is dropped, found, and put back.
  @Test func lifeOfASpecification() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("tidy.isa")
    let clean = try String(contentsOf: Program.fixtures.appending(path: "clean.isa"), encoding: .utf8)
    try clean.write(toFile: path, atomically: false, encoding: .utf8)
    #expect(try Program.run("check", path).status == 0)
    try clean.replacingOccurrences(of: "      require supervisor else trap privileged\n", with: "").write(
      toFile: path, atomically: false, encoding: .utf8)
    #expect(try Program.run("check", path).status == 1)
    #expect(try Program.run("fix", path, "--in-place").status == 0)
    #expect(try Program.run("check", path).status == 0)
    #expect(try text(path) == clean)
  }
}
