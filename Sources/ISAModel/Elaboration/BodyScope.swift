import ISALanguage

/// The names inside of a function, a form or a condition.
struct BodyScope {

  /// What a name stands for.
  enum Binding {
    case local(slot: Int, type: Type, layout: Int?, isMutable: Bool)
    case field(Int, width: Int)
    case operand(Int, type: Type)
  }

  var statics: Statics = [:]
  private var scopes: [[String: Binding]] = [[:]]
  private(set) var localCount = 0

  /// Statements that must run before the one that is being elaborated.
  var pending: [Statement] = []

  init(statics: Statics = [:]) { self.statics = statics }

  mutating func push() { scopes.append([:]) }
  mutating func pop() { scopes.removeLast() }

  mutating func newSlot() -> Int {
    defer { localCount += 1 }
    return localCount
  }

  mutating func bind(_ name: String, _ binding: Binding) { scopes[scopes.count - 1][name] = binding }

  mutating func declare(_ name: String, type: Type, layout: Int? = nil, isMutable: Bool = false) -> Int {
    let slot = newSlot()
    bind(name, .local(slot: slot, type: type, layout: layout, isMutable: isMutable))
    return slot
  }

  func lookup(_ name: String) -> Binding? {
    for scope in scopes.reversed() {
      if let binding = scope[name] { return binding }
    }
    return nil
  }

  /// Every name in scope, for suggestions.
  var allNames: [String] { scopes.flatMap(\.keys) + statics.keys }
}

/// An elaborated expression with its type.
struct Typed {
  var expression: Expression
  var type: Type

  /// The register whose fields the bits have.
  var layout: Int?

  init(_ expression: Expression, _ type: Type, layout: Int? = nil) {
    self.expression = expression
    self.type = type
    self.layout = layout
  }
}
