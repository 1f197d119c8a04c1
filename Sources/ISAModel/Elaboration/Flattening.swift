import ISALanguage

/// Works off `when`, `for`, `replace` and `remove`, so that a plain list of declarations is left.
struct Flattening {

  var features: [Feature]
  var diagnostics: DiagnosticBag
  private var items: [FlatItem?] = []
  private var byName: [ItemName: Int] = [:]

  /// The most items that `for` may make.
  static let mostItems = 200_000

  init(features: [Feature], diagnostics: DiagnosticBag) {
    self.features = features
    self.diagnostics = diagnostics
  }

  /// The declarations of a machine and its bases.
  mutating func flatten(_ machines: [MachineSyntax]) -> [FlatItem] {
    for machine in machines {
      for item in machine.items { add(item, statics: [:], replaces: false) }
    }
    return items.compactMap { $0 }
  }

  private mutating func add(_ item: ItemSyntax, statics: Statics, replaces: Bool) {
    guard items.count < Self.mostItems else {
      diagnostics.error("more than \(Self.mostItems) declarations", at: item.span)
      return
    }
    switch item.kind {
    case .when(let name, let negated, let inner):
      guard let feature = feature(name) else { return }
      if feature.isOn != negated { inner.forEach { add($0, statics: statics, replaces: false) } }
    case .repeated(let header, let inner):
      var evaluator = StaticEvaluator(statics: statics, features: features)
      for row in evaluator.rows(header) {
        inner.forEach { add($0, statics: statics.merging(row) { $1 }, replaces: false) }
      }
      evaluator.diagnostics.diagnostics.forEach { diagnostics.report($0) }
    case .replace(let inner): add(inner, statics: statics, replaces: true)
    case .remove(let kind, let name):
      guard let index = byName.removeValue(forKey: ItemName(kind: kind, name: name.name)) else {
        diagnostics.error(
          "there is no \(kind) '\(name.name)' to remove", at: name.span,
          help: suggestion(for: name.name, kind: kind))
        return
      }
      items[index] = nil
    case .feature: break
    default: addLeaf(FlatItem(syntax: item, statics: statics), replaces: replaces)
    }
  }

  private mutating func addLeaf(_ item: FlatItem, replaces: Bool) {
    guard let name = ItemName(item) else {
      if replaces { diagnostics.error("this cannot be replaced: it has no name", at: item.syntax.span) }
      items.append(item)
      return
    }
    let old = byName[name]
    if replaces {
      guard let old else {
        diagnostics.error(
          "there is no \(name.kind) '\(name.name)' to replace", at: item.syntax.span,
          help: suggestion(for: name.name, kind: name.kind))
        return
      }
      items[old] = item
    } else if let old, let first = items[old] {
      diagnostics.error(
        "the \(name.kind) '\(name.name)' is declared twice", at: item.syntax.nameSpan,
        notes: [Diagnostic.Note("first declared here", at: first.syntax.nameSpan)],
        help: "write 'replace \(name.kind) …' to put it in the place of the base's")
    } else {
      byName[name] = items.count
      items.append(item)
    }
  }

  private func suggestion(for name: String, kind: String) -> String? {
    Spelling.suggestion(for: name, among: byName.keys.filter { $0.kind == kind }.map(\.name).sorted())
      .map { "did you mean '\($0)'?" }
  }

  private mutating func feature(_ name: Identifier) -> Feature? {
    if let feature = features.first(where: { $0.name == name.name }) { return feature }
    let suggestion = Spelling.suggestion(for: name.name, among: features.map(\.name))
    diagnostics.error(
      "there is no feature '\(name.name)'", at: name.span, help: suggestion.map { "did you mean '\($0)'?" })
    return nil
  }
}

/// What two declarations must not share.
struct ItemName: Hashable {
  var kind: String
  var name: String

  init(kind: String, name: String) {
    self.kind = kind
    self.name = name
  }

  init?(_ item: FlatItem) {
    guard let (kind, identifier) = item.syntax.kindAndName else { return nil }
    self.kind = kind
    if case .name(let resolved) = item.statics[identifier.name] {
      name = resolved
    } else {
      name = identifier.name
    }
  }
}

extension ItemSyntax {

  /// The word for what it declares, and its name.
  var kindAndName: (kind: String, name: Identifier)? {
    switch kind {
    case .source(let item): ("source", item.name)
    case .constant(let item): ("constant", item.name)
    case .register(let item): ("register", item.name)
    case .alias(let item): ("alias", item.name)
    case .view(let item): ("view", item.name)
    case .names(let item): ("names", item.name)
    case .memory(let item): ("memory", item.name)
    case .trap(let item): ("trap", item.name)
    case .interrupt(let item): ("interrupt", item.name)
    case .function(let item): ("function", item.name)
    case .record(let item): ("record", item.name)
    case .enumeration(let item): ("enum", item.name)
    case .operand(let item): ("operand", item.name)
    case .instruction(let item): ("instruction", item.name)
    case .modes: ("modes", Identifier(name: "modes", span: span))
    case .encoding: ("encoding", Identifier(name: "encoding", span: span))
    case .translate: ("translate", Identifier(name: "translate", span: span))
    case .reset: ("reset", Identifier(name: "reset", span: span))
    default: nil
    }
  }

  /// Where its name stands.
  var nameSpan: Span { kindAndName?.name.span ?? span }
}
