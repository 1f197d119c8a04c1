import ISALanguage

/// Makes a machine of its declarations: resolves names, checks types, fixes widths.
///
/// Every mistake is reported; the machine is only built when there was none.
package final class Elaborator {

  /// Thrown where a mistake was reported.
  struct Mistake: Error {}

  /// What a name stands for, outside of functions.
  enum Global {
    case register(Int)
    case alias(AliasSyntax, Statics)
    case view(Int)
    case constant(ConstantSyntax, Statics)
    case trap(Int)
    case function(Int)
    case record(Int)
    case enumeration(Int)
    case operand(Int)
    case context(Int)
    case mode(Int)
    case feature(Bool)
    case memory(MemorySpace)
  }

  struct GenericFunction { var syntax: FunctionSyntax; var statics: Statics }
  struct GenericOperand { var syntax: OperandSyntax; var statics: Statics }
  struct GenericView { var syntax: ViewSyntax; var statics: Statics }
  struct InstanceKey: Hashable { var number: Int; var statics: [StaticValue]; var part: String }

  let sources: SourceMap
  let machineSyntax: MachineSyntax
  let machineName: Identifier
  let items: [FlatItem]
  let features: [Feature]
  package var diagnostics: DiagnosticBag

  var globals: [String: Global] = [:]
  var globalSpans: [String: Span] = [:]
  var documents: [Document] = []
  var components: [Component] = []
  var registers: [Register] = []
  var views: [GenericView] = []
  var names: [NameList] = []
  var namesByName: [String: Int] = [:]
  var traps: [Trap] = []
  var records: [RecordType] = []
  var enumerations: [EnumerationType] = []
  var modeSyntax: [ModeSyntax] = []
  var modes: [Mode] = []
  var memory: Memory?
  var physicalMemory: Memory?
  var memoryTrap: Identifier?
  var contexts: [Context] = []
  var streamUnit = 8
  var genericFunctions: [GenericFunction] = []
  var genericOperands: [GenericOperand] = []
  var functions: [Function] = []
  var functionInstances: [InstanceKey: Int] = [:]
  var functionsInProgress: [InstanceKey] = []
  var operands: [Operand] = []
  var operandInstances: [InstanceKey: Int] = [:]
  var operandsInProgress: [InstanceKey] = []

  /// Numbers the places of a specification that must be told apart while it runs.
  var siteCount = 0

  var constantsInProgress: Set<String> = []
  var aliasesInProgress: Set<String> = []
  var viewStatics: [Int: Statics] = [:]
  var functionLayouts: [Int: Int] = [:]

  /// The function, form or condition that is being elaborated.
  var body = BodyScope()

  package init(_ loaded: SpecificationLoader.LoadedMachine, sources: SourceMap, settings: [String: Bool]) {
    self.sources = sources
    machineSyntax = loaded.syntax
    machineName = loaded.syntax.name
    let chain = loaded.bases + [loaded.syntax]
    let features = FeatureCollection.features(of: chain, settings: settings)
    var flattening = Flattening(features: features, diagnostics: DiagnosticBag())
    items = flattening.flatten(chain)
    self.features = features
    diagnostics = flattening.diagnostics
  }

  /// The names of the machine's features.
  package var featureNames: [String] { features.map(\.name) }

  /// The machine, or nil when a mistake was reported.
  package func elaborate() -> Machine? {
    declareAll()
    let stream = elaborateStream()
    elaborateModes()
    let conditions = elaborateConfiguration()
    elaborateTrapEntries()
    let interrupts = elaborateInterrupts()
    let translation = elaborateTranslation()
    let reset = elaborateReset()
    elaboratePlainFunctions()
    let instructions = elaborateInstructions()
    let claims = elaborateClaims(instructions: instructions)
    if instructions.isEmpty, !diagnostics.hasErrors {
      diagnostics.error(
        "the machine '\(machineName.name)' has no instructions", at: machineName.span,
        help: "declare at least one 'instruction NAME { … }'")
    }
    guard !diagnostics.hasErrors, let stream else { return nil }
    return Machine(
      name: machineName.name, title: machineSyntax.title ?? machineName.name, features: features,
      documents: documents, components: components, registers: registers, memory: memory,
      physicalMemory: physicalMemory, translation: translation, modes: modes,
      hostConditions: conditions.host, invariants: conditions.invariants, mirrored: conditions.mirrored,
      traps: traps, interrupts: interrupts, reset: reset, records: records, enumerations: enumerations,
      names: names, functions: functions, operands: operands, stream: stream, instructions: instructions,
      claims: claims)
  }

  // MARK: Mistakes

  func fail(
    _ message: String, at span: Span, notes: [Diagnostic.Note] = [], help: String? = nil
  ) -> Mistake {
    diagnostics.error(message, at: span, notes: notes, help: help)
    return Mistake()
  }

  /// Runs `body`; a mistake in it was reported and ends it.
  func attempt<Result>(_ body: () throws -> Result) -> Result? {
    do { return try body() } catch { return nil }
  }

  func didYouMean(_ name: String, among candidates: some Sequence<String>) -> String? {
    Spelling.suggestion(for: name, among: Array(candidates).sorted()).map { "did you mean '\($0)'?" }
  }

  func newSite() -> Int {
    siteCount += 1
    return siteCount
  }
}

/// Collects the features of a machine before anything depends on them.
enum FeatureCollection {

  static func features(of machines: [MachineSyntax], settings: [String: Bool]) -> [Feature] {
    var result: [Feature] = []
    for machine in machines {
      for item in machine.items { collect(item, into: &result) }
    }
    for index in result.indices {
      if let setting = settings[result[index].name] { result[index].isOn = setting }
    }
    return result
  }

  private static func collect(_ item: ItemSyntax, into result: inout [Feature]) {
    switch item.kind {
    case .feature(let syntax):
      let feature = Feature(name: syntax.name.name, title: syntax.title, isOn: syntax.isOn)
      if let known = result.firstIndex(where: { $0.name == feature.name }) {
        result[known] = feature
      } else {
        result.append(feature)
      }
    case .replace(let inner): collect(inner, into: &result)
    case .when(_, _, let items): items.forEach { collect($0, into: &result) }
    default: break
    }
  }
}
