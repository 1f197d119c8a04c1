import Foundation
import Testing

/// `pgcheck run`: programs on the machines of the repository.
struct RunTests {

  static let pg74 = "../../../specs/pg74.isa"
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func run(
    _ data: Data, _ arguments: String..., input: String = "", at: String? = "0", entry: String? = "8"
  ) throws -> Program.Result {
    try data.write(to: URL(filePath: folder.path("program")))
    try input.write(toFile: folder.path("input"), atomically: false, encoding: .utf8)
    return try Program.run(
      ["run", Self.pg74, folder.path("program")] + (at.map { ["--at", $0] } ?? [])
        + (entry.map { ["--entry", $0] } ?? []) + arguments, input: folder.path("input"))
  }

  @Test func helloWorld() throws {
    var program = PG74Program()
    program.print("hello, world\n")
    program.halt()
    let result = try run(program.image())
    #expect(result.status == 0)
    #expect(result.output == "hello, world\n")
    #expect(result.errors.isEmpty)
  }

  @Test func consoleEchoesUpToTheEndOfALine() throws {
    var program = PG74Program()
    program.li(2, 0x0A)
    program.li(3, 1)
    let loop = program.here
    program.input(1, .consoleStatus)
    program.bne(1, 3, loop)
    program.input(1, .consoleData)
    program.output(1, .consoleData)
    program.bne(1, 2, loop)
    program.halt()
    let result = try run(program.image(), input: "echo\nnot this")
    #expect(result.output == "echo\n")
    #expect(result.status == 0)
  }

  @Test func timerInterruptsAfterItsCount() throws {
    // The handler prints and halts; the program counts in register 4 until then.
    var handler = PG74Program()
    handler.print("tick")
    handler.halt()
    var program = handler
    let start = program.here
    program.li(1, 100)
    program.output(1, .timer)
    program.li(1, 2)
    program.enableInterrupts()
    program.output(1, .timerStatus)
    let loop = program.here
    program.addi(4, 4, 1)
    program.beq(0, 0, loop)
    let image = program.image(newStatus: [0, PG74Program.origin, 0, 0x100_0000])
    let result = try run(image, "--stats", entry: "\(start)")
    #expect(result.output == "tick")
    #expect(result.status == 0)
    // Five instructions start the timer, 99 more pass after the last of them, one interrupt, nine of the handler.
    #expect(result.errors.contains("steps         114\n"))
    #expect(result.errors.contains("interrupts    1\n"))
    #expect(try run(image, "--stats", entry: "\(start)").output == result.output)
  }

  @Test func diskBlocksAreReadAndWritten() throws {
    let disk = folder.path("disk")
    var blocks = Data(repeating: 0, count: 1024)
    blocks.replaceSubrange(512..<516, with: [0, 0, 0, 0x41])
    try blocks.write(to: URL(filePath: disk))
    var program = PG74Program()
    program.li(1, 1)
    program.output(1, .diskBlock)
    program.li(2, 0x400)
    program.output(2, .diskAddress)
    program.li(1, 4)
    program.output(1, .diskStatus)
    program.input(3, .diskStatus)
    program.ld(4, 0x400)
    program.output(4, .consoleData)
    program.addi(4, 4, 1)
    program.st(4, 0x400)
    program.output(0, .diskBlock)
    program.li(1, 12)
    program.output(1, .diskStatus)
    program.halt()
    let result = try run(program.image(), "--disk", disk)
    #expect(result.status == 0)
    #expect(result.output == "A")
    let after = try Data(contentsOf: URL(filePath: disk))
    #expect(after.prefix(4) == Data([0, 0, 0, 0x42]))
    #expect(after.suffix(512) == blocks.suffix(512))
  }

  @Test func readOnlyDiskFailsToBeWritten() throws {
    let disk = folder.path("disk")
    try Data(repeating: 7, count: 512).write(to: URL(filePath: disk))
    try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: disk)
    var program = PG74Program()
    program.li(1, 12)
    program.output(1, .diskStatus)
    program.input(3, .diskStatus)
    program.addi(3, 3, 0x30)
    program.output(3, .consoleData)
    program.halt()
    let result = try run(program.image(), "--disk", disk)
    // Whoever may write everything may write this too.
    #expect(result.output == (getuid() == 0 ? "9" : ";"))
  }

  @Test func diskThatIsMissingOrShort() throws {
    var program = PG74Program()
    program.halt()
    let missing = try run(program.image(), "--disk", folder.path("nowhere"))
    #expect(missing.status == 2)
    #expect(missing.errors.contains("cannot use"))
    try Data([1, 2]).write(to: URL(filePath: folder.path("short")))
    let short = try run(program.image(), "--disk", folder.path("short"))
    #expect(short.status == 2)
    #expect(short.errors.contains("less than one block of 512"))
  }

  @Test func programThatOverwritesItself() throws {
    var program = PG74Program()
    program.ld(1, PG74Program.origin + 6)
    program.st(1, PG74Program.origin + 4)
    program.li(2, 0x21)
    program.output(2, .consoleData)
    program.svc(1)
    program.halt()
    program.li(2, 0x22)
    let result = try run(program.image())
    #expect(result.status == 0)
    #expect(result.output == "!")
  }

  @Test func badEndSaysWhereAndWhy() throws {
    var program = PG74Program()
    program.li(1, 5)
    program.svc(3)
    // The new status word has no bounds: every fetch traps, and the trap's delivery stores nothing badly, for ever.
    let endless = try run(program.image(), "--max-steps", "50")
    #expect(endless.status == 3)
    #expect(endless.errors.contains("has not ended after 50 steps"))
    #expect(endless.errors.contains("trap memory_trap"))
  }

  @Test func breakpointAndTrace() throws {
    var program = PG74Program()
    program.li(1, 5)
    program.addi(1, 1, 1)
    program.halt()
    let stopped = try run(program.image(), "--break", "9")
    #expect(stopped.status == 0)
    #expect(stopped.errors.contains("stopped at 000009 after 1 steps"))
    #expect(stopped.errors.contains("G[1] 0x5"))
    let traced = try run(program.image(), "--trace")
    #expect(traced.errors.contains("000008  13200005"))
    #expect(traced.errors.contains("li r1,5"))
    #expect(traced.errors.contains("G[1] 0 → 5"))
  }

  @Test func assemblyLanguage() throws {
    func run(_ text: String, _ options: [String] = []) throws -> Program.Result {
      try text.write(toFile: folder.path("program.s"), atomically: false, encoding: .utf8)
      return try Program.run(["run", Self.pg74, folder.path("program.s")] + options)
    }
    let text = "        .org 8\nstart:  li r1,65\n        out r1,console_data\n        halt\n"
    let result = try run(text, ["--entry", "8"])
    #expect(result.status == 0 && result.output == "A", "\(result.errors)")
    let wrong = try run(text.replacingOccurrences(of: "halt", with: "haltt"))
    #expect(wrong.status == 2 && wrong.errors.contains("did you mean 'halt'?"))
    let large = try run("        .org 0x10000\n        halt\n", ["--memory", "4K"])
    #expect(large.status == 2 && large.errors.contains("program.s': the program does not fit into memory"))
  }

  @Test func sRecords() throws {
    // At byte 32, which is word 8: HALT.
    let text = "S10700206400000074\r\nS9030020DC\n"
    let result = try run(Data(text.utf8), at: nil, entry: nil)
    #expect(result.status == 0, "\(result.errors)")
    let damaged = try run(Data(text.replacing("00000074", with: "00000075").utf8), at: nil, entry: nil)
    #expect(damaged.status == 2)
    #expect(damaged.errors.contains("line 1 of the S-records: the checksum is wrong"))
    let short = try run(Data("S10700206400000074\n".utf8), at: nil, entry: nil)
    #expect(short.errors.contains("truncated"))
  }

  @Test func elfFiles() throws {
    let image = ELFImage(address: 32, bytes: [0x64, 0, 0, 0], entry: 32, isBigEndian: true)
    let good = try run(image.data, at: nil, entry: nil)
    #expect(good.status == 0, "\(good.errors)")
    for count in [0, 3, 20, 51, 60, image.data.count - 1] {
      let truncated = try run(image.data.prefix(count), at: nil, entry: nil)
      #expect(truncated.status == 2)
      #expect(truncated.output.isEmpty)
    }
    let little = ELFImage(address: 32, bytes: [0x64, 0, 0, 0], entry: 32, isBigEndian: false)
    #expect(try run(little.data, at: nil, entry: nil).errors.contains("is little-endian"))
    #expect(try run(image.data, at: "8", entry: nil).errors.contains("leave '--at' out"))
    let large = ELFImage(
      address: 0x3FFFFF0, bytes: Array(repeating: 0, count: 64), entry: 32, isBigEndian: true)
    #expect(try run(large.data, at: nil, entry: nil).errors.contains("does not fit into memory"))
    let odd = ELFImage(address: 33, bytes: [0x64, 0, 0, 0], entry: 32, isBigEndian: true)
    #expect(try run(odd.data, at: nil, entry: nil).errors.contains("lies within a unit of memory"))
  }

  @Test func wrongCommandLines() throws {
    var program = PG74Program()
    program.halt()
    for arguments in [
      ["--memory", "0"], ["--memory", "8"], ["--memory", "1Z"], ["--break", "x"], ["--max-steps", "-1"],
    ] {
      try program.image().write(to: URL(filePath: folder.path("program")))
      let result = try Program.run(["run", Self.pg74, folder.path("program"), "--entry", "8"] + arguments)
      #expect(result.status == 2, "\(arguments)")
      #expect(!result.errors.isEmpty)
    }
    #expect(try Program.run("run", Self.pg74, folder.path("nowhere")).status == 2)
    #expect(try Program.run("run", Self.pg74, folder.path("")).status == 2)
    #expect(try Program.run("run", "broken.isa", folder.path("program"), "--machine", "other").status == 2)
    #expect(try run(Data(), at: "0").errors.contains("the file is empty"))
    #expect(try run(Data([1, 2, 3]), at: "0").errors.contains("no whole number of memory's units"))
  }
}

/// An executable ELF file with one segment.
struct ELFImage {
  var address: UInt32
  var bytes: [UInt8]
  var entry: UInt32
  var isBigEndian: Bool
  var machine: UInt16 = 0

  var data: Data {
    func half(_ value: UInt16) -> [UInt8] {
      let big = [UInt8(value >> 8), UInt8(value & 0xFF)]
      return isBigEndian ? big : big.reversed()
    }
    func word(_ value: UInt32) -> [UInt8] {
      let big = [24, 16, 8, 0].map { UInt8(value >> UInt32($0) & 0xFF) }
      return isBigEndian ? big : big.reversed()
    }
    var result: [UInt8] = [0x7F, 0x45, 0x4C, 0x46, 1, isBigEndian ? 2 : 1, 1] + Array(repeating: 0, count: 9)
    result += half(2) + half(machine) + word(1) + word(entry) + word(52) + word(0) + word(0)
    result += half(52) + half(32) + half(1) + half(0) + half(0) + half(0)
    let size = UInt32(bytes.count)
    result += word(1) + word(84) + word(address) + word(address) + word(size) + word(size) + word(5) + word(4)
    return Data(result + bytes)
  }
}
