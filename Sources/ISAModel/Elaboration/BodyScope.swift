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
  private(set) var localCount = 0

  /// Names that would have been declared had their values been sound.
  var lostNames: Set<String> = []

  /// Whether it is the body of translation itself.
  var isTranslation = false

  /// Statements that must run before the one that is being elaborated.
  var pending: [Statement] = []

  /// The number after which the sites of this body are numbered; nil where they are numbered with those of the
  /// machine's declarations.
  private let firstSite: Int?
  private var siteCount = 0

  /// - Parameter unit: what the body is, unlike every other that may run together with it. Its sites then have
  ///   numbers that do not depend on what else the specification holds.
  init(statics: Statics = [:], unit: String? = nil) {
    self.statics = statics
    firstSite = unit.map { name in
      // FNV-1a; 40 bits tell units apart, and 20 the sites of one.
      let hash = name.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
      return (1 << 61) | Int(hash >> 24) << 20
    }
  }

  /// The next number for a place that must be told apart; nil where the machine has to give it.
  mutating func newSite() -> Int? {
    guard let firstSite else { return nil }
    siteCount += 1
    return firstSite + siteCount
  }

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
