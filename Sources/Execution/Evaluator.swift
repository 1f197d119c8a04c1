import ISALanguage
import ISAModel

/// Runs the meaning of instructions over a domain.
///
/// A branch whose condition is not known is run both ways and merged, so that a symbolic run visits every
/// statement once.
///
/// Where other modules enter it is compiled for terms and for bits: a generic evaluator looks up the layout of its
/// values at every expression.
package final class Evaluator<D: Domain> {

  package typealias Word = D.Word

  let machine: Machine
  let domain: D
  package weak var observer: RunObserver?

  /// Functions that are numbered on from the machine's own.
  package var moreFunctions: FunctionTable?

  /// Whether loads see what the run has stored before; without it every load reads the memory before the run.
  package var keepsWrites = true

  /// Whether writes of one value to units that stand beside each other become one.
  package var joinsWrites = false

  /// How many writes of each memory are older than the present branch, and stay what they are; known where writes are
  /// joined.
  var settledWrites = [0, 0]

  /// Whether functions of translation are left to the domain.
  package var abstractsTranslation = true

  /// Whether accesses by the program's addresses run the specification's translation and reach `phys`, with
  /// the registers that are mapped there, as on a running machine.
  package var runsTranslation = false

  /// Whether `phys` is reached past the second stage of translation too: by that itself, and by what a monitor
  /// does to the hardware.
  package var isPastSecondStage = false

  /// Takes over the accesses to memory, whole as the meaning makes them: what a load yields, of the memory,
  /// the parts of the address, the number of units and the mode.
  var onLoad: ((MemorySpace, [Word], Int, Int?) -> Word?)?

  /// The same for stores, with the value.
  var onStore: ((MemorySpace, [Word], Int, Int?, Word) -> Void)?

  /// Where an address stands after the second stage of translation, where that is known without running it.
  var knownPlace: ((Word, AccessKind, RunState<Word>) -> Word?)?

  /// Told of every unit that the last stage of translation admits: the parts of its address, the access, its
  /// address in `phys`.
  package var onTranslated: (([Word], AccessKind, Word) -> Void)?

  /// Whether registers were accessed that stand where memory would be.
  package private(set) var touchesMapped = false

  package var state: RunState<Word>
  var frame: Frame<Word>
  package internal(set) var traps: [TrapRecord<Word>] = []
  var unpredictable: [Word] = []
  var asksAboutAccess = false

  /// The conjunction of the conditions of the branches around the present statement.
  var guarded: Word

  /// Whether the present path has trapped for certain.
  package internal(set) var isDead = false

  /// Counts the writes to the state, so that branches without any need no merging.
  var writeCount = 0

  /// Names the calls that led here.
  var callPath: UInt64 = 0xcbf2_9ce4_8422_2325

  var contexts: [Word] = []
  var length: (() -> Word)?
  var lengthValue: Word?

  let trueWord: Word
  let falseWord: Word

  /// Makes an evaluator that starts from `components`.
  package init(machine: Machine, domain: D, components: [Word]) {
    self.machine = machine
    self.domain = domain
    trueWord = domain.constant(1, width: 1)
    falseWord = domain.constant(0, width: 1)
    state = RunState(components: components, alive: trueWord, aliveWithoutMemory: trueWord)
    guarded = trueWord
    frame = Frame(localCount: 0)
  }

  // MARK: Running

  /// Runs one encoding of an instruction from the present state.
  ///
  /// - Parameters:
  ///   - fields: the values of the form's fields, those of its operands included.
  ///   - contexts: the values of the contexts that prefixes set.
  ///   - length: the length in address units, where it is known; otherwise it is computed when it is asked
  ///   for.
  @_specialize(where D == SymbolicDomain)
  @_specialize(where D == ConcreteDomain)
  package func run(
    _ form: Form, fields: [Word], contexts: [Word], length known: Word? = nil
  ) -> RunResult<Word> {
    self.contexts = contexts
    lengthValue = known
    length = { [unowned self] in self.length(of: form, fields: fields) }
    if let step = machine.stream.step { _ = call(step, []) }
    frame = Frame(localCount: form.localCount, fields: fields, operands: form.layout.operands)
    if !isDead { _ = evaluate(form.body) }
    return result
  }

  /// Runs a meaning that has the step before the instruction in itself.
  @_specialize(where D == SymbolicDomain)
  @_specialize(where D == ConcreteDomain)
  package func runWhole(_ form: Form, fields: [Word], contexts: [Word], length known: Word? = nil) {
    self.contexts = contexts
    lengthValue = known
    length = { [unowned self] in self.length(of: form, fields: fields) }
    frame = Frame(localCount: form.localCount, fields: fields, operands: form.layout.operands)
    _ = evaluate(form.body)
  }

  /// Runs a function from the present state.
  @_specialize(where D == SymbolicDomain)
  @_specialize(where D == ConcreteDomain)
  package func run(_ function: Function, _ arguments: [Value<Word>]) -> (
    value: Value<Word>, result: RunResult<Word>
  ) {
    let value = call(function, arguments)
    return (value, result)
  }

  /// The value of an expression over the present state.
  @_specialize(where D == SymbolicDomain)
  @_specialize(where D == ConcreteDomain)
  package func value(of expression: Expression) -> Word {
    let saved = frame
    defer { frame = saved }
    frame = Frame(localCount: 16)
    return word(expression)
  }

  /// Whether a form's condition holds for these fields and contexts.
  @_specialize(where D == SymbolicDomain)
  @_specialize(where D == ConcreteDomain)
  package func admits(_ form: Form, fields: [Word], contexts: [Word]) -> Word {
    guard let condition = form.condition else { return trueWord }
    self.contexts = contexts
    frame = Frame(localCount: form.localCount, fields: fields, operands: form.layout.operands)
    return word(condition)
  }

  /// Makes `length` mean a given number of address units.
  package func setLength(_ word: Word) {
    length = nil
    lengthValue = word
  }

  package var result: RunResult<Word> {
    RunResult(state: state, traps: traps, unpredictable: unpredictable, asksAboutAccess: asksAboutAccess)
  }

  func noteMapped() { touchesMapped = true }

  // MARK: Branches

  /// Runs one of two continuations, or both and merges them.
  func branch(
    _ condition: Word, _ then: () -> Value<Word>, _ otherwise: () -> Value<Word>
  ) -> Value<Word> {
    if let known = domain.decide(condition) { return known ? then() : otherwise() }
    let held = domain.assumptionCount
    let outer = guarded
    let before = (state: state, locals: frame.locals)
    let writesBefore = writeCount
    let settled = settledWrites
    if joinsWrites { settledWrites = state.writes.map(\.count) }
    defer { settledWrites = settled }

    let negated = domain.unary(.not, condition)
    enter(condition)
    let one = then()
    let after = (state: state, locals: frame.locals, isDead: isDead, changed: writeCount != writesBefore)
    domain.retract(to: held)

    if after.changed { (state, frame.locals) = before }
    isDead = false
    guarded = outer
    let writesBetween = writeCount
    enter(negated)
    let other = otherwise()
    domain.retract(to: held)
    guarded = outer

    switch (after.isDead, isDead) {
    case (true, true):
      state.alive = falseWord
      state.aliveWithoutMemory = domain.choose(
        condition, after.state.aliveWithoutMemory, state.aliveWithoutMemory)
      return .none
    case (true, false):
      state.alive = domain.choose(condition, after.state.alive, state.alive)
      state.aliveWithoutMemory = domain.choose(
        condition, after.state.aliveWithoutMemory, state.aliveWithoutMemory)
      domain.assume(condition, false)
      return other
    case (false, true):
      isDead = false
      let dead = state
      (state, frame.locals) = (after.state, after.locals)
      state.alive = domain.choose(condition, state.alive, dead.alive)
      state.aliveWithoutMemory = domain.choose(condition, state.aliveWithoutMemory, dead.aliveWithoutMemory)
      domain.assume(condition, true)
      return one
    case (false, false):
      if after.changed || writeCount != writesBetween {
        writeCount += 1
        merge(condition, after.state, after.locals, before.state)
      }
      return merged(condition, one, other)
    }
  }

  private func enter(_ condition: Word) {
    guarded = domain.binary(.and, guarded, condition)
    domain.assume(condition, true)
    domain.assume(guarded, true)
  }

  /// Brings the present state, that of the other branch, together with the state `one` of the branch taken on
  /// `condition`.
  private func merge(
    _ condition: Word, _ one: RunState<Word>, _ locals: [Value<Word>], _ before: RunState<Word>
  ) {
    for index in one.components.indices where one.components[index] != state.components[index] {
      state.components[index] = domain.choose(condition, one.components[index], state.components[index])
    }
    for space in 0..<2 {
      // Both logs start with what was written before the branch; each write carries its own condition.
      let shared = before.writes[space].count
      if one.writes[space].count > shared {
        state.writes[space].insert(contentsOf: one.writes[space][shared...], at: shared)
      }
    }
    state.alive = domain.choose(condition, one.alive, state.alive)
    state.aliveWithoutMemory = domain.choose(condition, one.aliveWithoutMemory, state.aliveWithoutMemory)
    for slot in locals.indices where locals[slot] != frame.locals[slot] {
      frame.locals[slot] = merged(condition, locals[slot], frame.locals[slot])
    }
  }

  func merged(_ condition: Word, _ one: Value<Word>, _ other: Value<Word>) -> Value<Word> {
    switch (one, other) {
    case (.none, _): return other
    case (_, .none): return one
    case (.word(let one), .word(let other)):
      return .word(one == other ? one : domain.choose(condition, one, other))
    case (.record(let one), .record(let other)):
      return .record(zip(one, other).map { merged(condition, $0, $1) })
    case (.tagged(let tag, let one), .tagged(let otherTag, let other)):
      let cases = zip(one, other).map { mine, theirs -> [Value<Word>] in
        if mine.isEmpty { return theirs }
        if theirs.isEmpty { return mine }
        return zip(mine, theirs).map { merged(condition, $0, $1) }
      }
      return .tagged(tag == otherTag ? tag : domain.choose(condition, tag, otherTag), cases)
    default: return one
    }
  }

  // MARK: Traps

  func trap(_ number: Int, _ arguments: [Value<Word>], at span: Span) {
    record(trap: number, arguments, when: trueWord, at: span)
    state.alive = falseWord
    if machine.traps[number].trapClass != .memory { state.aliveWithoutMemory = falseWord }
    isDead = true
    writeCount += 1
  }

  /// Traps unless `condition` holds, and goes on where it does.
  func require(_ condition: Word, else number: Int, _ arguments: () -> [Value<Word>], at span: Span) {
    switch domain.decide(condition) {
    case true?: return
    case false?: trap(number, arguments(), at: span)
    case nil:
      record(trap: number, arguments(), when: domain.unary(.not, condition), at: span)
      state.alive = domain.binary(.and, state.alive, condition)
      if machine.traps[number].trapClass != .memory {
        state.aliveWithoutMemory = domain.binary(.and, state.aliveWithoutMemory, condition)
      }
      writeCount += 1
      domain.assume(condition, true)
    }
  }

  private func record(trap number: Int, _ arguments: [Value<Word>], when condition: Word, at span: Span) {
    let taken = domain.binary(.and, guarded, domain.binary(.and, state.alive, condition))
    traps.append(
      TrapRecord(
        condition: taken, trap: number, arguments: arguments, span: span, components: state.components,
        writes: state.writes))
  }
}

/// The locals, fields and operands in scope.
struct Frame<Word: Equatable> {
  var locals: [Value<Word>]
  var fields: [Word]
  var operands: [OperandUse]

  init(localCount: Int, fields: [Word] = [], operands: [OperandUse] = []) {
    locals = Array(repeating: .none, count: localCount)
    self.fields = fields
    self.operands = operands
  }
}
