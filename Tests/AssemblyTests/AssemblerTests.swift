import Assembly
import ISALanguage
import ISAModel
import Testing

/// Labels, directives, expressions, sizes and mistakes.
@Suite struct AssemblerTests {

  private func assemble(
    _ text: String, for path: String = "specs/x86.isa", origin: UInt128 = 0
  ) throws -> (image: [UInt128]?, messages: [String]) {
    let machine = try Machines.load(path)
    var sources = SourceMap()
    let file = sources.add(path: "test.s", bytes: Array(text.utf8))
    let (program, diagnostics) = DeepStack.run {
      Assembler.assemble(file, in: &sources, for: machine, origin: origin)
    }
    return (
      program?.image(),
      diagnostics.map {
        "\(sources.location(of: $0.span).line): \($0.message)" + ($0.help.map { " (\($0))" } ?? "")
      }
    )
  }

  private func bytes(
    _ text: String, for path: String = "specs/x86.isa", origin: UInt128 = 0,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) throws -> [UInt128] {
    let (image, messages) = try assemble(text, for: path, origin: origin)
    #expect(messages.isEmpty, sourceLocation: sourceLocation)
    return image ?? []
  }

  @Test func shortestEncoding() throws {
    #expect(try bytes("add eax,1") == [0x83, 0xC0, 0x01])
    #expect(try bytes("add eax,0x1234") == [0x05, 0x34, 0x12, 0, 0])
    #expect(try bytes("add eax,-1") == [0x83, 0xC0, 0xFF])
    #expect(try bytes("add eax,0xffffffff") == [0x83, 0xC0, 0xFF])
    #expect(try bytes("mov ecx,dword ptr [ebp-8]") == [0x8B, 0x4D, 0xF8])
    #expect(try bytes("mov ecx,dword ptr [ebp+0x80]") == [0x8B, 0x8D, 0x80, 0, 0, 0])
    #expect(try bytes("push 5") == [0x6A, 5])
  }

  @Test func spacesAndCase() throws {
    #expect(try bytes("  XCHG  EBX , EAX ; nothing") == [0x93])
    #expect(try bytes("mo v ebx,eax".replacing(" v", with: "v")) == [0x89, 0xC3])
    #expect(try assemble("mo v ebx,eax").image == nil)
    #expect(try bytes("\tMov\tECX , DWORD PTR [ EBP - 8 ]  // comment") == [0x8B, 0x4D, 0xF8])
  }

  @Test func prefixes() throws {
    #expect(try bytes("lock add dword ptr [edi],eax") == [0xF0, 0x01, 0x07])
    #expect(try bytes("rep movsb") == [0xF3, 0xA4])
    #expect(try bytes("repz cmpsb") == [0xF3, 0xA6])
    #expect(try bytes("mov eax,dword ptr fs:[ebx]") == [0x64, 0x8B, 0x03])
    #expect(try bytes("add ax,bx") == [0x66, 0x01, 0xD8])
    let (image, messages) = try assemble("lock mov eax,ebx")
    #expect(image == nil && messages.count == 1)
  }

  @Test func jumpsGrowAsFarAsNeeded() throws {
    let short = try bytes("start: jmp end\n .space 127\nend: jmp start")
    #expect(short.count == 2 + 127 + 5)
    #expect(short.prefix(2) == [0xEB, 127])
    let long = try bytes("jmp end\n.space 128\nend: nop")
    #expect(long.prefix(5) == [0xE9, 128, 0, 0, 0])
    let chain = try bytes("jmp a\n jmp b\n .space 122\na: nop\n .space 3\nb: nop")
    #expect(chain.prefix(4) == [0xEB, 124, 0xEB, 126])
    let tipped = try bytes("jmp a\n jmp b\n .space 122\na: nop\n .space 6\nb: nop")
    #expect(tipped.prefix(3) == [0xEB, 127, 0xE9])
  }

  @Test func relativeToWhatTheMachineSays() throws {
    #expect(try bytes("here: je here") == [0x74, 0xFE])
    #expect(
      try bytes("bra.s x\n nop\nx: nop", for: "Tests/Fixtures/machines/m68000-ea.isa").prefix(2) == [0x60, 2])
    #expect(
      try bytes("jsr x(pc)\n nop\nx: nop", for: "Tests/Fixtures/machines/m68000-ea.isa").prefix(4)
        == [0x4E, 0xBA, 0, 4])
    let mips = try bytes(
      "beq $zero,$zero,x\n nop\nx: nop\n".replacing("nop", with: "sll $zero,$zero,0"),
      for: "Tests/Fixtures/machines/mips-delay.isa")
    #expect(mips.count == 12 && (mips.first == 1 || mips.dropFirst(3).first == 1))
  }

  @Test func dataInTheMachinesOrder() throws {
    #expect(
      try bytes(".byte 1, -1, 'a'\n.word 0x1234\n.long 0x12345678") == [
        1, 255, 97, 0x34, 0x12, 0x78, 0x56, 0x34, 0x12,
      ])
    #expect(
      try bytes(".word 0x1234\n.asciz \"a\\n\"", for: "Tests/Fixtures/machines/m68000-ea.isa") == [
        0x12, 0x34, 97, 10, 0,
      ])
    // Units of 32 bits: a value takes as few as hold it.
    #expect(try bytes(".byte 7\n.long 0x12345678\n.quad 1", for: "specs/pg74.isa") == [7, 0x1234_5678, 0, 1])
  }

  @Test func layout() throws {
    #expect(
      try bytes(".org 0x100\n.byte 1\n.align 4\n.byte 2\n.org 0x108\n.byte . - 0x100") == [
        1, 0, 0, 0, 2, 0, 0, 0, 8,
      ])
    #expect(try bytes("size = end - start\nstart: .byte size\n.space 3, 0xFF\nend:") == [4, 255, 255, 255])
    #expect(try bytes(".equ a, (1 << 4 | 2) + 3 * -2 % 4\n.byte a", for: "specs/x86.isa") == [16])
    #expect(try bytes("x: .long x", origin: 0x7C00) == [0, 0x7C, 0, 0])
  }

  @Test func manyMistakesInOneRun() throws {
    let (image, messages) = try assemble(
      """
      mvo eax,ebx
      mov eax,[
      add al,300
      jmp nowhere
      x: .byte 1
      x: .byte 2
      .bite 1
      .byte 1 +
      .ascii "open
      a = b
      b = a
      .org 0
      jecxz . + 1000
      eax: nop
      .byte 1/0
      """)
    #expect(image == nil)
    func has(_ line: Int, _ text: String) -> Bool {
      messages.contains { $0.hasPrefix("\(line): ") && $0.contains(text) }
    }
    #expect(has(1, "no instruction 'mvo'") && has(1, "did you mean 'mov'"))
    #expect(has(2, "not written like this") || has(2, "more operands"))
    #expect(has(3, "300 does not fit in 8 bits"))
    #expect(has(4, "'nowhere' is not defined"))
    #expect(has(6, "defined twice"))
    #expect(has(7, "did you mean '.byte'"))
    #expect(has(8, "expected"))
    #expect(has(9, "does not end"))
    #expect(has(10, "depends on itself"))
    #expect(has(12, "cannot go back"))
    #expect(has(13, "away, out of the reach of 8 bits"))
    #expect(has(14, "word of the machine"))
    #expect(has(15, "division by 0"))
  }

  @Test func hostileText() throws {
    for text in [
      String(repeating: "(", count: 100_000), ".byte " + String(repeating: "-", count: 100_000) + "1",
      ".space 0x7fffffffffffffffffffff", ".align 0", ".org -1", "\u{0}\u{1}\u{FFFF}", "'", "\"", ":", "=",
      "a=", ".",
      ".byte 0x", ".byte $", ".byte 99999999999999999999999999999999999999999999", ".space y + 1\ny:",
      ".byte 1 << 1000", ".byte 0x7fffffffffffffffffffffffffffff * 0x7fffffffffffffffffffffffffffff",
    ] {
      let (image, messages) = try assemble(text)
      #expect(image == nil && !messages.isEmpty, "\(text.prefix(40))")
    }
    #expect(try assemble("").messages.isEmpty)
  }

  @Test func listingAndRecords() throws {
    let machine = try Machines.load("specs/x86.isa")
    var sources = SourceMap()
    let file = sources.add(path: "test.s", bytes: Array("start: nop\n\n mov eax,1 ; one\n.long 5\n".utf8))
    let program = try #require(Assembler.assemble(file, in: &sources, for: machine, origin: 0x100).program)
    let lines = Listing.text(program, of: file, in: sources).split(
      separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[0].hasPrefix("00000100  90 ") && lines[0].hasSuffix("start: nop"))
    #expect(lines[2].hasPrefix("00000101  b8 01 00 00 00") && lines[2].hasSuffix("; one"))
    // The example of the checksum: the complement of the sum of all bytes behind the kind.
    let records = try #require(SRecords.text(program)).split(separator: "\n")
    #expect(records[1] == "S104010090 6A".filter { $0 != " " })
    for record in records {
      let digits = Array(record.dropFirst(2))
      let sum = stride(from: 0, to: digits.count, by: 2).reduce(0) {
        $0 + (Int(String(digits[$1...($1 + 1)]), radix: 16) ?? 0)
      }
      #expect(sum & 0xFF == 0xFF)
    }
  }

  @Test func whatIsNoInstructionIsData() throws {
    let machine = try Machines.load("specs/x86.isa")
    var disassembler = Disassembler(machine: machine)
    let image: [UInt128] = [0x90, 0x0F, 0xFF, 0xEB, 0xFD, 0xE9]
    let text = disassembler.program(image, origin: 0x10, labels: true)
    #expect(text.contains(".byte 0x0f") && text.contains(".byte 0xe9"))
    #expect(text.contains("L_00000012:"))
    #expect(try bytes(text) == image)
  }
}
