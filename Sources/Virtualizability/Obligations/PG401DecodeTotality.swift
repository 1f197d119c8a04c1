import Execution
import ISALanguage
import ISAModel

/// PG401: an encoding without a meaning, or with two.
///
/// Every word of the instruction stream, under every combination of prefixes, must be decoded by exactly one
/// form of one instruction, or be declared undefined by `otherwise trap`. Conditions (`where`), operands none of
/// whose cases takes the bits, and prefixes count: a word that they exclude is not decoded by that form. There is
/// no order of preference among forms, nor between a form and a prefix. The cases of one operand do have an
/// order: the first that takes the bits is meant.
///
/// The words of all forms are compared as decision diagrams over the bits of the stream and of the contexts,
/// so that the answer holds for every word. The message shows one word of those that are in question.
///
/// To mend an overlap, exclude the common words from one of the forms with `where`, or with constant bits; to mend
/// a gap, add the missing instruction, or `otherwise trap` to `encoding`.
struct DecodeTotality {

  /// What is wrong, at most one message for every pair of instructions.
  private(set) var diagnostics: [Diagnostic] = []

  /// How much of the encoding space is taken; nil where it could not be counted.
  private(set) var coverage: EncodingCoverage?

  private let machine: Machine
  private let space: EncodingSpace
  private var diagrams: DecisionDiagrams { space.diagrams }

  private typealias Node = DecisionDiagrams.Node

  private struct Claimed {
    var instruction: Int
    var form: Form
    var words: Node
  }

  /// More messages would bury the first.
  private static let mostMessages = 20

  init(_ machine: Machine) {
    self.machine = machine
    space = EncodingSpace(machine)
    let reachable = space.reachableContexts
    let prefixes = machine.stream.prefixes.map { space.words(of: $0) }
    let prefixed = prefixes.reduce(DecisionDiagrams.never) { diagrams.or($0, $1) }
    comparePrefixes(prefixes)

    var claimed: [Claimed] = []
    var taken = DecisionDiagrams.never
    for (number, instruction) in machine.instructions.enumerated() {
      for form in instruction.forms {
        let all = diagrams.and(reachable, space.words(of: form))
        let hidden = diagrams.and(all, prefixed)
        if hidden != DecisionDiagrams.never { reportPrefix(number, form, hidden) }
        let words = diagrams.and(all, diagrams.not(prefixed))
        if diagrams.and(words, taken) != DecisionDiagrams.never {
          reportOverlaps(number, form, words, claimed)
        }
        taken = diagrams.or(taken, words)
        claimed.append(Claimed(instruction: number, form: form, words: words))
      }
    }
    if machine.stream.otherwise == nil {
      let gap = diagrams.and(reachable, diagrams.not(diagrams.or(taken, prefixed)))
      if gap != DecisionDiagrams.never { reportGap(gap) }
    }
    guard !diagrams.isExhausted else {
      diagnostics = [
        Diagnostic(
          .error, "the conditions of the encodings are too much to decide whether they overlap",
          at: machine.stream.span, rule: Rule.decodeTotality.rawValue,
          help: "compare fields with constants in 'where'; do not multiply or divide them")
      ]
      return
    }
    coverage = coverage(claimed, prefixed)
  }

  // MARK: Messages

  private mutating func comparePrefixes(_ prefixes: [Node]) {
    for (number, one) in prefixes.enumerated() {
      for other in prefixes[..<number] where diagrams.and(one, other) != DecisionDiagrams.never {
        report(
          "the prefix '\(example(diagrams.and(one, other), bits: 0))' is declared twice", machine.stream.span,
          notes: [], help: "one prefix may set several contexts")
      }
    }
  }

  private mutating func reportPrefix(_ number: Int, _ form: Form, _ words: Node) {
    let name = machine.instructions[number].name
    report(
      "'\(example(words, bits: form.width))' starts with a prefix, so '\(name)' is never decoded there",
      form.span, notes: [Diagnostic.Note("the prefixes are declared here", at: machine.stream.span)],
      help: "a form that starts like a prefix has no words")
  }

  private mutating func reportOverlaps(_ number: Int, _ form: Form, _ words: Node, _ claimed: [Claimed]) {
    var told: Set<Int> = []
    for other in claimed {
      let both = diagrams.and(words, other.words)
      guard both != DecisionDiagrams.never, told.insert(other.instruction).inserted else { continue }
      let name = machine.instructions[number].name
      let bits = max(form.width, other.form.width)
      let message =
        other.instruction == number
        ? "two forms of '\(name)' have the encoding '\(example(both, bits: bits))'"
        : "'\(example(both, bits: bits))' is '\(name)', and '\(machine.instructions[other.instruction].name)' too"
      report(
        message, form.span, notes: [Diagnostic.Note("the other form", at: other.form.span)],
        help: "exclude it from one of them with 'where'")
    }
  }

  private mutating func reportGap(_ words: Node) {
    report(
      "no instruction has the encoding '\(example(words, bits: 1))', and nothing says what it does",
      machine.stream.span, notes: [],
      help: "add 'otherwise trap NAME' to 'encoding', or the instruction that is missing")
  }

  private mutating func report(
    _ message: String, _ span: Span, notes: [Diagnostic.Note], help: String
  ) {
    guard diagnostics.count < Self.mostMessages else { return }
    diagnostics.append(
      Diagnostic(
        .error, message, at: span, rule: Rule.decodeTotality.rawValue, notes: notes, help: help))
  }

  private func example(_ words: Node, bits: Int) -> String {
    let digits = (machine.stream.unit + 3) / 4
    return (space.example(of: words, bits: bits) ?? []).map { unit in
      let text = String(unit, radix: 16, uppercase: true)
      return String(repeating: "0", count: max(0, digits - text.count)) + text
    }.joined(separator: " ")
  }

  // MARK: Coverage

  private func coverage(_ claimed: [Claimed], _ prefixed: Node) -> EncodingCoverage? {
    let lengths = claimed.map { space.opcodeUnits(of: $0.form) }
    var rows: [EncodingCoverage.Row] = []
    let taken = claimed.reduce(DecisionDiagrams.never) { diagrams.or($0, $1.words) }
    let free = diagrams.not(diagrams.or(taken, prefixed))
    var region = DecisionDiagrams.always
    for length in 1...max(1, lengths.max() ?? 1) {
      var decoded = DecisionDiagrams.never
      var longer = DecisionDiagrams.never
      for (one, units) in zip(claimed, lengths) {
        if units == length { decoded = diagrams.or(decoded, one.words) }
        if units > length {
          longer = diagrams.or(longer, space.words(startingLike: one.form, units: length))
        }
      }
      let undefined = diagrams.and(free, diagrams.and(region, diagrams.not(longer)))
      rows.append(
        EncodingCoverage.Row(
          opcodeUnits: length, decoded: space.share(of: decoded), undefined: space.share(of: undefined)))
      region = diagrams.and(region, longer)
    }
    guard !diagrams.isExhausted else { return nil }
    return EncodingCoverage(
      unit: machine.stream.unit, rows: rows, prefixes: space.share(of: prefixed))
  }
}

extension Form {

  /// The bits that every encoding has, operands left out.
  fileprivate var width: Int {
    layout.elements.reduce(0) { sum, element in
      switch element {
      case .bits(_, let width): sum + width
      case .field(let number): sum + layout.fields[number].width
      case .operand: sum
      }
    }
  }
}
