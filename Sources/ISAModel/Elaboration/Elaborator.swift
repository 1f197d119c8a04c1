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

  struct GenericFunction {
    var syntax: FunctionSyntax
    var statics: Statics
  }
  struct GenericOperand {
    var syntax: OperandSyntax
    var statics: Statics
  }
  struct GenericView {
    var syntax: ViewSyntax
    var statics: Statics
  }
  struct InstanceKey: Hashable {
    var number: Int
    var statics: [StaticValue]
    var part: String
  }

  let sources: SourceMap
  let machineSyntax: MachineSyntax
  let machineName: Identifier
  let items: [FlatItem]
  let features: Features
  var damage: SpecificationLoader.Damage
  package var diagnostics: DiagnosticBag

  var effort: ElaborationEffort
  var globals: [String: Global] = [:]
  var globalSpans: [String: Span] = [:]
  var documents: [Document] = []
  var documentNames: Set<String> = []
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
  var functionLayouts: [Int: Int] = [:]
  var functionMentions: [Int: Mentions] = [:]

  /// Where the function of each number is declared.
  var functionSpans: [Span] = []
  var operands: [Operand] = []
  var operandInstances: [InstanceKey: Int] = [:]
  var operandsInProgress: [InstanceKey] = []

  /// The bits of the longest choice of an operand's cases.
  var operandLengths: [Int] = []

  var constantsInProgress: Set<String> = []
  var constantNumbers: [String: Int128?] = [:]
  var aliasesInProgress: Set<String> = []

  /// The function, form or condition that is being elaborated.
  var body = BodyScope()

  package init(
    _ loaded: SpecificationLoader.LoadedMachine, sources: SourceMap, settings: [String: Bool],
    mostEffort: Int = ElaborationEffort.usual
  ) {
    effort = ElaborationEffort(most: mostEffort)
    self.sources = sources
    machineSyntax = loaded.syntax
    machineName = loaded.syntax.name
    damage = loaded.damage
    let chain = loaded.bases + [loaded.syntax]
    (features, items, diagnostics) = DeepStack.run {
      let features = Features(of: chain, settings: settings)
      var flattening = Flattening(features: features, diagnostics: DiagnosticBag())
      let items = flattening.flatten(chain)
      return (features, items, flattening.diagnostics)
    }
  }

  /// The names of the machine's features.
  package var featureNames: [String] { features.names }

  /// The machine, or nil when a mistake was reported.
  package func elaborate() -> Machine? {
    // Without all files hardly a name would be known.
    damage.lacksFiles ? nil : DeepStack.run { self.elaborated() }
  }

  private func elaborated() -> Machine? {
    // What is too deep for the stack of the caller is let go of here.
    defer { (functions, operands, modes, traps, body) = ([], [], [], [], BodyScope()) }
    declareAll()
    let stream = elaborateStream()
    elaborateModes()
    let conditions = elaborateConfiguration()
    elaborateTrapEntries()
    let interrupts = elaborateInterrupts()
    let translation = elaborateTranslation()
    let secondStage = elaborateSecondStage()
    let reset = elaborateReset()
    let installation = elaborateInstallation()
    let platform = elaboratePlatform()
    elaboratePlainFunctions()
    let instructions = elaborateInstructions()
    let claims = elaborateClaims(instructions: instructions)
    if instructions.isEmpty, !diagnostics.hasErrors, damage.mistakes.isEmpty {
      diagnostics.error(
        "the machine '\(machineName.name)' has no instructions", at: machineName.span,
        help: "declare at least one 'instruction NAME { … }'")
    }
    guard !diagnostics.hasErrors, damage.mistakes.isEmpty, let stream else { return nil }
    let machine = Machine(
      name: machineName.name, title: machineSyntax.title ?? machineName.name,
      base: machineSyntax.base?.name, features: features.list,
      documents: documents, components: components, registers: registers, memory: memory,
      physicalMemory: physicalMemory, translation: translation, secondStage: secondStage, modes: modes,
      hostConditions: conditions.host, invariants: conditions.invariants, mirrored: conditions.mirrored,
      traps: traps, interrupts: interrupts, reset: reset, installation: installation, platform: platform,
      records: records,
      enumerations: enumerations, names: names, functions: functions, operands: operands, stream: stream,
      instructions: instructions, claims: claims, declarations: items.map(\.syntax.span))
    return checkedAsAWhole(machine) ? machine : nil
  }

  // MARK: Mistakes

  func fail(
    _ message: String, at span: Span, notes: [Diagnostic.Note] = [], help: String? = nil
  ) -> Mistake {
    diagnostics.error(message, at: span, notes: notes, help: help)
    return Mistake()
  }

  /// Reports that nothing is called `name`, unless what is called so could not be read.
  func noSuch(
    _ what: String? = nil, _ name: String, at span: Span,
    among candidates: @autoclosure () -> some Sequence<String>
  ) -> Mistake {
    if damage.lostNames.contains(name) || body.lostNames.contains(name) { return Mistake() }
    return fail(
      "there is no \(what.map { $0 + " " } ?? "")'\(name)'", at: span,
      help: didYouMean(name, among: candidates()))
  }

  /// Whether a part of what stands at `span` could not be read.
  func isDamaged(_ span: Span) -> Bool {
    damage.mistakes.contains { $0.file == span.file && $0.start >= span.start && $0.start <= span.end }
  }

  /// Runs `body`; a mistake in it was reported and ends it.
  func attempt<Result>(_ body: () throws -> Result) -> Result? {
    do { return try body() } catch { return nil }
  }

  /// A guess at what `name` was meant to be. None is made where it would not be shown, or take too long.
  func didYouMean(_ name: String, among candidates: @autoclosure () -> some Sequence<String>) -> String? {
    guard !diagnostics.isFull else { return nil }
    let candidates = Array(candidates())
    guard candidates.count < 10_000 else { return nil }
    return Spelling.suggestion(for: name, among: candidates.sorted()).map { "did you mean '\($0)'?" }
  }

  /// `number` things, in words.
  func counted(_ number: Int, _ thing: String, _ things: String? = nil) -> String {
    "\(number) \(number == 1 ? thing : things ?? thing + "s")"
  }

  /// A note that points to a declaration.
  func declared(at span: Span?, _ message: String = "declared here") -> [Diagnostic.Note] {
    span.map { [Diagnostic.Note(message, at: $0)] } ?? []
  }

  /// A number for a place that must be told apart from others while the machine runs. It is counted from the
  /// start of the body, so that what an instruction means does not depend on what stands before it.
  func newSite() -> Int {
    body.siteCount += 1
    return body.siteCount
  }
}
