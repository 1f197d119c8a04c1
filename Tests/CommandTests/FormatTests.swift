import Foundation
import Testing

/// `pgcheck fmt` writes files in place; it must not lose any.
struct FormatTests {

  @Test func canonicalFilesStay() throws {
    #expect(try Program.run("fmt", "--check", "clean.isa", "broken.isa").status == 0)
  }

  @Test func checkNamesWhatWouldChange() throws {
    let folder = try TemporaryFolder()
    let untidy = try write(try clean.replacing("  instruction", with: "instruction"), in: folder)
    let result = try Program.run("fmt", "--check", "clean.isa", untidy)
    #expect(result.status == 1)
    #expect(result.output.isEmpty)
    #expect(result.errors == "\(untidy): would be formatted\n")
    #expect(try read(untidy) != (try clean))
  }

  @Test func layoutIsMended() throws {
    let folder = try TemporaryFolder()
    let untidy = try write(try clean.replacing("  instruction", with: "instruction"), in: folder)
    let result = try Program.run("fmt", untidy)
    #expect(result.status == 0)
    #expect(result.output.isEmpty)
    #expect(try read(untidy) == (try clean))
    #expect(try folder.files == ["untidy.isa"])
  }

  @Test func fileWithErrorsStays() throws {
    let folder = try TemporaryFolder()
    let text = try clean.replacing("syntax \"out\"", with: "syntax out")
    let faulty = try write(text, in: folder)
    let result = try Program.run("fmt", faulty)
    #expect(result.status == 2)
    #expect(result.errors.contains("error"))
    #expect(try read(faulty) == text)
  }

  @Test func missingFile() throws {
    let result = try Program.run("fmt", "missing.isa", "clean.isa")
    #expect(result.status == 2)
    #expect(result.errors.contains("cannot read 'missing.isa'"))
  }

  private var clean: String {
    get throws { try String(contentsOf: Program.fixtures.appending(path: "clean.isa"), encoding: .utf8) }
  }

  private func write(_ text: String, in folder: TemporaryFolder) throws -> String {
    let path = folder.path("untidy.isa")
    try text.write(toFile: path, atomically: false, encoding: .utf8)
    return path
  }

  private func read(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }
}
