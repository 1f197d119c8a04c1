import ISALanguage
import ISAModel

/// What a specification declares, as written, with what it includes and extends: where to put a change.
struct SpecificationSyntax {

  private var instructions: [Span: InstructionSyntax] = [:]
  private var features: [String: (syntax: FeatureSyntax, span: Span)] = [:]

  /// The `for` around every claim, by the place of the claim; the innermost one.
  private var loops: [Span: ForHeaderSyntax] = [:]

  /// The texts that the places point into.
  let sources: SourceMap

  /// The machine `name` of the specification.
  init(_ text: SpecificationText, machine name: String) {
    var loader = SpecificationLoader(read: text.reader.read)
    let loaded = (try? loader.load(path: text.path)) ?? []
    sources = loader.sources
    guard let machine = loaded.first(where: { $0.syntax.name.name == name }) else { return }
    for syntax in machine.bases + [machine.syntax] { collect(syntax.items, in: nil) }
  }

  private mutating func collect(_ items: [ItemSyntax], in loop: ForHeaderSyntax?) {
    for item in items {
      switch item.kind {
      case .instruction(let syntax): instructions[syntax.name.span] = syntax
      case .feature(let syntax): features[syntax.name.name] = (syntax, item.span)
      case .claim: loops[item.span] = loop
      case .replace(let inner): collect([inner], in: loop)
      case .when(_, _, let inner): collect(inner, in: loop)
      case .repeated(let header, let inner): collect(inner, in: header)
      default: break
      }
    }
  }

  /// The `for` around a claim.
  func loop(aroundClaimAt span: Span) -> ForHeaderSyntax? { loops[span] }

  // MARK: Guards

  /// The bodies of the instruction declared at `span`, each with the places of the forms that it is the meaning
  /// of.
  func bodies(ofInstructionAt span: Span) -> [(body: BlockSyntax, forms: Set<Span>)] {
    guard let syntax = instructions[span] else { return [] }
    var result: [(body: BlockSyntax, forms: Set<Span>)] = []
    func add(_ form: FormSyntax) {
      guard let body = form.body ?? syntax.main.body else { return }
      if let known = result.firstIndex(where: { $0.body.span == body.span }) {
        result[known].forms.insert(form.span)
      } else {
        result.append((body, [form.span]))
      }
    }
    func collect(_ members: [InstructionSyntax.Member]) {
      for member in members {
        switch member {
        case .form(let form): add(form)
        case .repeated(_, let inner): collect(inner)
        case .source, .alwaysTraps: break
        }
      }
    }
    if let pattern = syntax.main.pattern, !pattern.isEmpty { add(syntax.main) }
    collect(syntax.members)
    return result
  }

  /// Puts `statement` first in `body`, on a line of its own.
  func inserting(_ statement: String, into body: BlockSyntax) -> TextEdit {
    let file = sources.file(of: body.span)
    let bytes = file.bytes
    let line = file.text(ofLine: file.line(at: body.span.start))
    let indent = String(line.prefix { $0 == " " })
    let inner = indent + String(repeating: " ", count: Formatter.step)
    let start = body.span.start + 1
    let end = body.span.end - 1
    let firstLine = bytes[start..<end].prefix { $0 != 0x0A }
    let rest = String(decoding: firstLine, as: UTF8.self).drop { $0 == " " }
    if firstLine.endIndex < end, rest.isEmpty || rest.hasPrefix("//") {
      return TextEdit(
        path: file.path, range: firstLine.endIndex..<firstLine.endIndex, text: "\n\(inner)\(statement)")
    }
    var content = String(decoding: bytes[start..<end], as: UTF8.self)[...]
    while content.first?.isWhitespace == true { content.removeFirst() }
    while content.last?.isWhitespace == true { content.removeLast() }
    let old = content.isEmpty ? "" : "\n\(inner)\(content)"
    return TextEdit(path: file.path, range: start..<end, text: "\n\(inner)\(statement)\(old)\n\(indent)")
  }

  // MARK: Features

  /// Turns the feature `name` on; nil if there is none.
  func turningOn(_ name: String) -> TextEdit? {
    guard let (_, span) = features[name] else { return nil }
    let file = sources.file(of: span)
    let text = file.text(of: span)
    let setting = " = off"
    guard text.hasSuffix(setting) else {
      return TextEdit(path: file.path, range: span.end..<span.end, text: " = on")
    }
    return TextEdit(
      path: file.path, range: (span.end - setting.utf8.count)..<span.end, text: " = on")
  }
}
