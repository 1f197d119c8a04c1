import ISALanguage

/// Works off `when`, `for`, `replace` and `remove`, so that a plain list of declarations is left.
struct Flattening {

  let features: Features
  var diagnostics: DiagnosticBag
  private var items: [FlatItem?] = []
  private var byName: [ItemName: Int] = [:]
  private var featureSpans: [String: Span] = [:]
  private var effort = 0

  /// How many of the items stem from machines that this one extends.
  private var inherited = 0

  /// Whether the items are those of a machine that another one extends.
  private var isBase = false

  /// The most that `for` may make, counted in declarations and in values of variables.
  static let most = 1_000_000

  init(features: Features, diagnostics: DiagnosticBag) {
    self.features = features
    self.diagnostics = diagnostics
  }

  /// The declarations of a machine and its bases.
  mutating func flatten(_ machines: [MachineSyntax]) -> [FlatItem] {
    for (number, machine) in machines.enumerated() {
      inherited = items.count
      isBase = number < machines.count - 1
      for item in machine.items { add(item, statics: [:], replaces: false) }
    }
    return items.compactMap { $0 }
  }

  /// Counts `amount`; false when there has been too much.
  private mutating func spend(_ amount: Int, at span: Span) -> Bool {
    let before = effort
    effort += amount
    guard effort > Self.most else { return true }
    if before <= Self.most {
      diagnostics.error(
        "too many declarations: 'for' makes more than \(Self.most), with the values of its variables",
        at: span)
    }
    return false
  }

  private mutating func add(_ item: ItemSyntax, statics: Statics, replaces: Bool) {
    guard spend(1, at: item.span) else { return }
    switch item.kind {
    case .when(let name, let negated, let inner):
      guard let isOn = isOn(name) else { return }
      if isOn != negated { inner.forEach { add($0, statics: statics, replaces: false) } }
    case .repeated(let header, let inner):
      var evaluator = StaticEvaluator(statics: statics, features: features)
      for row in evaluator.rows(header) {
        guard spend(1 + statics.count + row.count, at: header.span) else { break }
        inner.forEach { add($0, statics: statics.merging(row) { $1 }, replaces: false) }
      }
      evaluator.diagnostics.diagnostics.forEach { diagnostics.report($0) }
    case .replace(let inner): add(inner, statics: statics, replaces: true)
    case .remove(let kind, let name): remove(kind, name, statics: statics)
    case .claim where isBase: return  // it speaks of the base
    case .feature(let syntax): addFeature(syntax.name, replaces: replaces)
    default: addLeaf(FlatItem(syntax: item, statics: statics), replaces: replaces)
    }
  }

  /// Features are known already; what is left is that none may be declared twice.
  private mutating func addFeature(_ name: Identifier, replaces: Bool) {
    let first = featureSpans[name.name]
    featureSpans[name.name] = first ?? name.span
    if let first, !replaces {
      diagnostics.error(
        "the feature '\(name.name)' is declared twice", at: name.span,
        notes: [Diagnostic.Note("first declared here", at: first)])
    } else if first == nil, replaces {
      diagnostics.error("there is no feature '\(name.name)' to replace", at: name.span)
    }
  }

  private mutating func remove(_ kind: String, _ name: Identifier, statics: Statics) {
    let resolved = ItemName.resolve(name, statics)
    guard let index = byName.removeValue(forKey: ItemName(kind: kind, name: resolved)) else {
      diagnostics.error(
        "there is no \(kind) '\(resolved)' to remove", at: name.span,
        help: suggestion(for: resolved, kind: kind))
      return
    }
    items[index] = nil
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
          "there is no \(name.kind) '\(name.name)' to replace", at: item.syntax.nameSpan,
          help: suggestion(for: name.name, kind: name.kind))
        return
      }
      items[old] = item
    } else if let old, let first = items[old] {
      diagnostics.error(
        "the \(name.kind) '\(name.name)' is declared twice", at: item.syntax.nameSpan,
        notes: [Diagnostic.Note("first declared here", at: first.syntax.nameSpan)],
        help: old < inherited ? "write 'replace \(name.kind) …' to put it in the place of the base's" : nil)
    } else {
      byName[name] = items.count
      items.append(item)
    }
  }

  private func suggestion(for name: String, kind: String) -> String? {
    guard !diagnostics.isFull else { return nil }
    let candidates = byName.keys.filter { $0.kind == kind }.map(\.name).sorted()
    return Spelling.suggestion(for: name, among: candidates).map { "did you mean '\($0)'?" }
  }

  private mutating func isOn(_ name: Identifier) -> Bool? {
    if let isOn = features.isOn(name.name) { return isOn }
    let suggestion =
      diagnostics.isFull ? nil : Spelling.suggestion(for: name.name, among: features.names)
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
    name = Self.resolve(identifier, item.statics)
  }

  /// The name with a variable of `for` replaced.
  static func resolve(_ identifier: Identifier, _ statics: Statics) -> String {
    if case .name(let resolved) = statics[identifier.name] { resolved } else { identifier.name }
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
    case .secondStage: ("second_stage", Identifier(name: "second_stage", span: span))
    case .reset: ("reset", Identifier(name: "reset", span: span))
    case .install: ("install", Identifier(name: "install", span: span))
    case .device(let item): ("device", item.name)
    case .halt: ("halt", Identifier(name: "halt", span: span))
    case .wait: ("wait", Identifier(name: "wait", span: span))
    case .elf: ("elf", Identifier(name: "elf", span: span))
    default: nil
    }
  }

  /// Where its name stands.
  var nameSpan: Span { kindAndName?.name.span ?? span }
}
