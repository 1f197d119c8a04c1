import Foundation
import ISALanguage
import Testing

/// Files, lines, places, and what keeps diagnostics in bounds.
struct SourceTests {

  @Test func linesAndColumns() {
    let file = SourceFile(id: 0, path: "x", bytes: Array("ab\r\ncé d\n\nlast".utf8))
    #expect(file.lineStarts == [0, 4, 10, 11])
    #expect([0, 2, 3, 4, 9, 10, 11, 14].map { file.line(at: $0) } == [1, 1, 1, 2, 2, 3, 4, 4])
    #expect([0, 4, 5, 7, 8, 11].map { file.column(at: $0) } == [1, 1, 2, 3, 4, 1])
    #expect((1...4).map { file.text(ofLine: $0) } == ["ab", "cé d", "", "last"])
  }

  @Test(
    arguments: [
      ("b.isa", "a.isa", "b.isa"), ("b.isa", "x/a.isa", "x/b.isa"), ("./b.isa", "x/a.isa", "x/b.isa"),
      ("../b.isa", "x/y/a.isa", "x/b.isa"), ("../b.isa", "a.isa", "../b.isa"),
      ("../../b.isa", "x/a.isa", "../b.isa"), ("/b.isa", "x/a.isa", "/b.isa"),
      ("y/b.isa", "/x/a.isa", "/x/y/b.isa"),
    ])
  func resolvedPaths(path: String, from: String, expected: String) {
    #expect(SourceReader.resolve(path, from: from) == expected)
  }

  @Test func unreadableFiles() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "pgcheck-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let large = folder.appending(path: "large.isa").path
    try Data(count: SourceReader.largest + 1).write(to: URL(fileURLWithPath: large))
    let pipe = folder.appending(path: "pipe.isa").path
    #expect(mkfifo(pipe, 0o600) == 0)
    #expect(failure(folder.path)?.contains("is a directory") == true)
    #expect(failure(folder.path + "/none.isa")?.contains("cannot read") == true)
    #expect(failure(large)?.contains("is larger than 4 MiB") == true)
    #expect(failure("/dev/zero", mustBePlain: true)?.contains("is not a plain file") == true)
    #expect(failure("/dev/zero")?.contains("is larger than 4 MiB") == true)
    #expect(failure(pipe, mustBePlain: true)?.contains("is not a plain file") == true)
    #expect(try SourceReader.read("/dev/null") == [])
  }

  private func failure(_ path: String, mustBePlain: Bool = false) -> String? {
    do {
      _ = try SourceReader.read(path, mustBePlain: mustBePlain)
      return nil
    } catch { return error.message }
  }

  @Test func bagKeepsTheFirst() {
    var bag = DiagnosticBag()
    let span = Span(file: 0, start: 0, end: 1)
    for number in 0..<150 { bag.warning("warning \(number)", at: span) }
    for number in 0..<150 { bag.error("error \(number)", at: span) }
    for number in 0..<20 { bag.error("error \(number)", at: span) }
    #expect(bag.diagnostics.count == 2 * DiagnosticBag.limit)
    #expect(bag.errorCount == 150)
    #expect(bag.warningCount == 150)
    #expect(bag.isFull)
  }

  @Test func deepStackGivesRoom() {
    func sum(_ number: Int) -> Int { number == 0 ? 0 : 1 + sum(number - 1) }
    #expect(DeepStack.run { sum(500_000) } == 500_000)
    var seen = 0
    DeepStack.run { seen = 7 }
    #expect(seen == 7)
  }
}
