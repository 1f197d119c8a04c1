import Foundation
import Testing

/// Programs in several files.
@Suite struct IncludeTests {

  private let folder: TemporaryFolder
  private static let x86 = Program.fixtures.appending(path: "../../../specs/x86.isa").standardized.path()

  init() throws { folder = try TemporaryFolder() }

  private func write(_ name: String, _ text: String) throws {
    try text.write(toFile: folder.path(name), atomically: false, encoding: .utf8)
  }

  @Test func anotherFileStandsWhereItIsNamed() throws {
    try FileManager.default.createDirectory(atPath: folder.path("common"), withIntermediateDirectories: true)
    try write("main.s", "nop\n        .include \"common/start.inc\" ; for all\n        jmp back\n")
    try write("common/start.inc", "back: hlt\n.include \"data.inc\"\n")
    try write("common/data.inc", ".byte 7")
    let result = try Program.run(
      "asm", Self.x86, folder.path("main.s"), "--at", "0x100", "-o", folder.path("main.bin"),
      "--listing", folder.path("main.lst"))
    #expect(result.status == 0, "\(result.errors)")
    #expect(
      try Array(Data(contentsOf: folder.url.appending(path: "main.bin"))) == [0x90, 0xF4, 7, 0xEB, 0xFC])
    let listing = try String(contentsOfFile: folder.path("main.lst"), encoding: .utf8)
    #expect(
      listing.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") } == [
        "00000100 90 nop", ".include \"common/start.inc\" ; for all", "00000101 f4 back: hlt",
        ".include \"data.inc\"", "00000102 07 .byte 7", "00000103 eb fc jmp back",
      ])
  }

  @Test func mistakesAreToldWhereTheyStand() throws {
    try write(
      "main.s", ".include \"more.inc\"\n.include \"none.inc\"\n.include \"main.s\"\n.include 1\nagain: nop\n")
    try write("more.inc", "again: nop\nnopp\n.include \"main.s\"\n")
    let result = try Program.run(["asm", Self.x86, "main.s", "-o", "main.bin"], in: folder.url)
    #expect(result.status == 2)
    #expect(try folder.files == ["main.s", "more.inc"])
    for message in [
      "error: cannot read 'none.inc': No such file or directory\n --> main.s:2:10\n",
      "error: 'main.s' includes itself\n --> main.s:3:10\n",
      "error: a text in quotation marks was expected here\n --> main.s:4:10\n",
      "error: the symbol 'again' is defined twice\n --> main.s:5:1\n",
      "note: first defined here\n --> more.inc:1:1\n",
      "error: the machine 'x86' has no instruction 'nopp'\n --> more.inc:2:1\n",
      "error: 'main.s' includes itself\n --> more.inc:3:10\n", "by way of main.s → more.inc → main.s\n",
    ] { #expect(result.errors.contains(message), "\(message): \(result.errors)") }
  }
}
