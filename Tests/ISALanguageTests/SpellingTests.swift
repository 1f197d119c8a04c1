import ISALanguage
import Testing

/// What a misspelled name was meant to be.
struct SpellingTests {

  @Test(
    arguments: [
      ("EFLAG", ["EFLAGS", "EAX", "FLAT"], "EFLAGS"),
      ("elfags", ["EFLAGS"], "EFLAGS"),
      ("EFALGS", ["EFLAGS"], "EFLAGS"),
      ("zero_extned", ["zero_extend", "sign_extend"], "zero_extend"),
      ("a", ["b"], "b"),
      ("abc", ["xyz"], nil),
      ("name", ["name"], nil),
      ("", ["a"], nil),
      ("same", ["sama", "samb"], "sama"),
      ("same", ["samb", "sama"], "sama"),
    ] as [(String, [String], String?)])
  func suggestions(name: String, candidates: [String], expected: String?) {
    #expect(Spelling.suggestion(for: name, among: candidates) == expected)
  }
}
