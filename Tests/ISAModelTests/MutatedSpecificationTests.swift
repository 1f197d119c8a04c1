import Foundation
import ISALanguage
import ISAModel
import TestSupport
import Testing

/// Real specifications with random damage crash and hang nothing: what is wrong is told, and what is right is
/// laid out the same twice.
///
/// Every input has a number, which is the seed of its damage. `PGCHECK_FUZZ_INPUTS` asks for more inputs than
/// the usual ones, and `PGCHECK_FUZZ_FIRST` for others.
struct MutatedSpecificationTests {

  private static func number(_ name: String, or usual: Int) -> Int {
    ProcessInfo.processInfo.environment[name].flatMap(Int.init) ?? usual
  }

  private static let inputs = number("PGCHECK_FUZZ_INPUTS", or: 800)
  private static let first = number("PGCHECK_FUZZ_FIRST", or: 1)
  private static let parts = 16

  /// The whole texts of the specifications and of the fixture machines.
  private static let subjects = Swift.Result {
    let files =
      Repository.specifications(in: "Tests/Fixtures/machines").map(\.path) + [
        "specs/pg74.isa", "specs/x86.isa",
      ]
    return try files.map { try whole(URL(fileURLWithPath: "\(Repository.root)/\($0)")) }
  }

  /// The text of a file with what it includes in the places of the inclusions.
  private static func whole(_ file: URL) throws -> [UInt8] {
    let text = try String(contentsOf: file, encoding: .utf8)
    return try text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line -> [UInt8] in
      guard let included = line.firstMatch(of: /^ *include "(.*)"$/) else { return Array(line.utf8) + [10] }
      return try whole(file.deletingLastPathComponent().appending(path: String(included.1)))
    }
  }

  @Test func undamaged() throws {
    for text in try Self.subjects.get() { #expect(Elaborated(bytes: text).errors.isEmpty) }
  }

  @Test(arguments: 0..<parts)
  func damaged(part: Int) throws {
    let subjects = try Self.subjects.get()
    for number in Self.first..<(Self.first + Self.inputs) where number % Self.parts == part {
      var random = SplitMix(seed: UInt64(number))
      let text = Self.damage(random.one(of: subjects), with: subjects, &random)
      let elaborated = Elaborated(bytes: text)
      let errors = elaborated.errors
      #expect(!elaborated.machines.isEmpty || !errors.isEmpty, "input \(number)")
      let once = Self.format(text)
      if errors.isEmpty { #expect(Self.format(Array(once.utf8)) == once, "input \(number)") }
    }
  }

  private static func format(_ bytes: [UInt8]) -> String {
    Formatter.format(SourceFile(id: 0, path: "test.isa", bytes: bytes))
  }

  // MARK: Damage

  private static func damage(
    _ text: [UInt8], with others: [[UInt8]], _ random: inout SplitMix
  ) -> [UInt8] {
    var text = text
    for _ in 0...random.below(4) {
      let place = word(in: text, &random)
      switch random.below(10) {
      case 0: text.removeSubrange(place)
      case 1: text.insert(contentsOf: text[place], at: place.lowerBound)
      case 2: text.replaceSubrange(place, with: text[word(in: text, &random)])
      case 3:
        let other = random.one(of: others)
        text.replaceSubrange(place, with: other[word(in: other, &random)])
      case 4: text.insert(UInt8(random.below(256)), at: place.lowerBound)
      case 5: text.insert(contentsOf: random.one(of: marks).utf8, at: place.lowerBound)
      case 6: text.replaceSubrange(place, with: random.one(of: numbers).utf8)
      case 7:
        let other = random.one(of: others)
        text.insert(contentsOf: other[line(in: other, &random)], at: line(in: text, &random).lowerBound)
      case 8: text.removeSubrange(line(in: text, &random))
      default: if random.below(8) == 0 { text.removeSubrange(place.lowerBound...) }
      }
    }
    return text
  }

  private static let marks = [
    "{", "}", "(", ")", "[", "]", "\"", "..", "@", "=", "==", "++", "<<", ":", ",", "//", "-", "{}", "\n",
    "🙂",
  ]
  private static let numbers = [
    "0", "1", "7", "64", "65", "4096", "0x1_0000_0000", "340282366920938463463374607431768211456", "-1",
    "1010",
    "00000000000000000000000000000000000000000000000000000000000000000",
  ]

  /// A word of the text: letters and digits, or one other byte.
  private static func word(in text: [UInt8], _ random: inout SplitMix) -> Range<Int> {
    guard !text.isEmpty else { return 0..<0 }
    func isLetter(_ byte: UInt8) -> Bool {
      byte == 0x5F || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF)
    }
    var start = random.below(text.count)
    var end = start + 1
    guard isLetter(text[start]) else { return start..<end }
    while start > 0, isLetter(text[start - 1]) { start -= 1 }
    while end < text.count, isLetter(text[end]) { end += 1 }
    return start..<end
  }

  private static func line(in text: [UInt8], _ random: inout SplitMix) -> Range<Int> {
    let place = random.below(text.count)
    let start = text[..<place].lastIndex(of: 10).map { $0 + 1 } ?? 0
    let end = text[place...].firstIndex(of: 10).map { $0 + 1 } ?? text.count
    return start..<end
  }
}
