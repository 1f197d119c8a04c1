import Crypto
import ISALanguage
import ISAModel
import SMT

/// Finds what was found out before about instructions that mean the same.
///
/// The key is the meaning of the instruction in canonical form, with what all instructions of the machine share, the
/// options that an answer depends on, and the program. Lines are kept as the numbers of places in the canonical form,
/// and are looked up in the specification as it is now.
struct InstructionCache {

  /// What one instruction comes to in the model of the check, and in the other where that was asked too.
  struct Result: Sendable {
    var verdict: InstructionVerdict
    var other: InstructionVerdict?
  }

  private let store: any ResultStore
  private let sources: SourceMap
  private let parts: CanonicalParts
  private let shared: [UInt8]
  private let sharedSpans: [Span]

  /// - Precondition: runs on a deep stack, as everything here that walks over meanings.
  init(_ store: any ResultStore, machine: Machine, options: CheckOptions, sources: SourceMap) {
    self.store = store
    self.sources = sources
    parts = CanonicalParts(machine)
    shared =
      ResultKey([
        Array("instruction".utf8), store.program, Array(z3Version.utf8), Array(options.model.rawValue.utf8),
        Array("\(options.rlimit)".utf8), Self.digest(parts, .declarations),
      ]).digest
    sharedSpans = parts.spans(in: .declarations)
  }

  private static func digest(_ parts: CanonicalParts, _ subject: CanonicalParts.Subject) -> [UInt8] {
    var hash = SHA256()
    parts.visit(subject) { bytes, _ in hash.update(data: bytes) }
    return Array(hash.finalize())
  }

  /// The key of `instruction`.
  func key(_ instruction: Instruction) -> ResultKey {
    // Without assembly syntax a witness shows the instruction's name.
    let needsName = instruction.forms.contains { $0.syntax.isEmpty }
    return ResultKey([
      shared, Self.digest(parts, .instruction(instruction)), needsName ? Array(instruction.name.utf8) : [],
    ])
  }

  // MARK: Reading

  /// What is known of `instruction`; nil if nothing is, or if it cannot be told which lines it is about.
  func load(_ instruction: Instruction, _ key: ResultKey) -> Result? {
    guard let bytes = store.load(key) else { return nil }
    var reader = ResultReader(bytes)
    let blank = InstructionVerdict(
      name: instruction.name, title: instruction.title, mnemonics: instruction.mnemonics,
      source: instruction.citations.joined(separator: "; "), location: sources.location(of: instruction.span))
    var spans: [Span]?
    func lines(_ reader: inout ResultReader, _ finding: inout Finding) throws(ResultReader.Malformed) {
      let own = spans ?? sharedSpans + parts.spans(in: .instruction(instruction))
      spans = own
      finding.spans = try reader.all { reader throws(ResultReader.Malformed) in
        GuiltySpan(
          span: try Self.span(
            try reader.all { inner throws(ResultReader.Malformed) in try inner.integer() }, own),
          role: try reader.text(), isInFirst: try reader.bool(), isInSecond: try reader.bool())
      }
      finding.lines = GuiltyLine.lines(of: finding.spans, in: sources)
    }
    do throws(ResultReader.Malformed) {
      let verdict = try reader.findings(of: blank, lines: lines)
      let other = try reader.optional { reader throws(ResultReader.Malformed) in
        try reader.findings(of: blank, lines: lines)
      }
      return reader.isAtEnd ? Result(verdict: verdict, other: other) : nil
    } catch {
      return nil
    }
  }

  /// The one place that all of `numbers` stand for. They were one when the result was kept; where they are not any
  /// more, it is not known which of them is meant.
  private static func span(_ numbers: [Int], _ spans: [Span]) throws(ResultReader.Malformed) -> Span {
    guard let first = numbers.first, numbers.allSatisfy({ spans.indices.contains($0) }),
      numbers.allSatisfy({ spans[$0] == spans[first] })
    else { throw ResultReader.Malformed() }
    return spans[first]
  }

  // MARK: Writing

  /// Keeps `result`, unless a question was left open.
  func save(_ result: Result, of instruction: Instruction, under key: ResultKey) {
    guard result.verdict.undecided.isEmpty, result.other?.undecided.isEmpty ?? true else { return }
    var places: [Span: [Int]] = [:]
    let verdicts = [result.verdict] + (result.other.map { [$0] } ?? [])
    let wanted = Set(verdicts.flatMap(\.findings).flatMap(\.spans).map(\.span))
    if !wanted.isEmpty {
      let spans = sharedSpans + parts.spans(in: .instruction(instruction))
      for (number, span) in spans.enumerated() where wanted.contains(span) {
        places[span, default: []].append(number)
      }
      guard wanted.allSatisfy({ places[$0] != nil }) else { return }
    }
    func lines(_ writer: inout ResultWriter, _ finding: Finding) {
      writer.write(all: finding.spans) { writer, guilty in
        writer.write(all: places[guilty.span] ?? []) { $0.write($1) }
        writer.write(guilty.role)
        writer.write(guilty.isInFirst)
        writer.write(guilty.isInSecond)
      }
    }
    var writer = ResultWriter()
    writer.write(findings: result.verdict, lines: lines)
    writer.write(optional: result.other) { $0.write(findings: $1, lines: lines) }
    store.save(writer.bytes, under: key)
  }
}
