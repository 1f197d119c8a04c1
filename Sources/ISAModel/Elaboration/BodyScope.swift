import ISALanguage

/// The names inside of a function, a form or a condition.
struct BodyScope {

  /// What a name stands for.
  enum Binding {
    case local(slot: Int, type: Type, layout: Int?, isMutable: Bool)

    /// Bits of a local.
    case part(slot: Int, high: Int, low: Int, isWhole: Bool)
    case field(Int, width: Int)
    case operand(Int, type: Type)
  }

  /// The names of one body, put aside while another text is read in its place.
  struct Names {
    fileprivate var statics: Statics
    fileprivate var scopes: [[String: Binding]]
  }

  var statics: Statics = [:]
  private var scopes: [[String: Binding]] = [[:]]
  /// What each of the locals is called; nil for those that have no name.
  private(set) var localNames: [String?] = []
  var localCount: Int { localNames.count }

  /// How many places were numbered that must be told apart while the machine runs.
  var siteCount = 0

  /// Where the places of the step are numbered from, which runs before a form as if it were part of it.
  static let firstSiteOfStep = 1 << 24

  /// Names that would have been declared had their values been sound.
  var lostNames: Set<String> = []

  /// Whether it is the body of translation itself.
  var isTranslation = false

  /// Statements that must run before the one that is being elaborated.
  var pending: [Statement] = []

  init(statics: Statics = [:]) { self.statics = statics }

  mutating func push() { scopes.append([:]) }
  mutating func pop() { scopes.removeLast() }

  /// Hides all names but `statics`; locals are still numbered on.
  mutating func hideNames(but statics: Statics) -> Names {
    defer {
      self.statics = statics
      scopes = [[:]]
    }
    return Names(statics: self.statics, scopes: scopes)
  }

  mutating func restore(_ names: Names) {
    statics = names.statics
    scopes = names.scopes
  }

  mutating func newSlot(named name: String? = nil) -> Int {
    localNames.append(name)
    return localNames.count - 1
  }

  mutating func bind(_ name: String, _ binding: Binding) { scopes[scopes.count - 1][name] = binding }

  mutating func declare(_ name: String, type: Type, layout: Int? = nil, isMutable: Bool = false) -> Int {
    let slot = newSlot(named: name)
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
