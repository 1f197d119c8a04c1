import Execution
import ISALanguage
import ISAModel

/// Finds the fields and prefixes that make a form say what a line of text says.
///
/// What the text does not show is solved for: fields that operands and `where` determine, and contexts. The
/// unknown bits are the variables of decision diagrams, the conditions of the specification the equations.
final class InstructionSolver {

  typealias Path = SyntaxMatch.Path
  private typealias Word = DiagramDomain.Word
  private typealias Node = DecisionDiagrams.Node

  /// What a line comes to in one of its readings.
  enum Outcome {

    /// The fields and contexts, and the length in bits.
    case solved(fields: [Bits], contexts: [Bits], bits: Int)

    /// The same length, whatever the symbols will be whose values are not known.
    case open(bits: Int)

    /// A value does not fit.
    case misfit(AssemblyExpression.Failure)

    /// The conditions of the form, or the prefixes that are written, exclude the reading.
    case impossible
  }

  private let machine: Machine
  private var domain = DiagramDomain(DecisionDiagrams())
  private var evaluator: Evaluator<DiagramDomain>
  private var diagrams: DecisionDiagrams { domain.diagrams }
  private var nextVariable = 0
  private let concrete: Evaluator<ConcreteDomain>

  /// The most ways to choose the cases of operands that the text does not show.
  private static let mostHiddenChoices = 64

  init(machine: Machine) {
    self.machine = machine
    evaluator = Evaluator(machine: machine, domain: domain, components: [])
    concrete = Evaluator(
      machine: machine, domain: ConcreteDomain(machine: machine, environment: EmptyEnvironment.shared),
      components: [])
  }

  /// The units of the instruction stream for solved fields.
  func units(_ match: SyntaxMatch, fields: [Bits], contexts: [Bits]) -> [UInt128] {
    concrete.encode(form(of: match), fields: fields, contexts: contexts)
  }

  private func form(of match: SyntaxMatch) -> Form {
    machine.instructions[match.instruction].forms[match.form]
  }

  // MARK: Solving

  /// Solves one reading of a line.
  ///
  /// - Parameter pinned: the contexts that prefixes in the text set.
  func solve(
    _ match: SyntaxMatch, pinned: [Int: UInt128], in environment: AssemblyExpression.Environment
  ) -> Outcome {
    for cases in completed(match) {
      let outcome = solve(match, cases, pinned, environment)
      if case .impossible = outcome { continue }
      return outcome
    }
    return .impossible
  }

  private func solve(
    _ match: SyntaxMatch, _ cases: [Path: Int], _ pinned: [Int: UInt128],
    _ environment: AssemblyExpression.Environment
  ) -> Outcome {
    var known: [SyntaxMatch.Target: UInt128] = [:]
    var relative: [(target: SyntaxMatch.Target, value: Int128, style: SyntaxStyle, span: Span)] = []
    var isOpen = false
    for (target, value) in match.bindings {
      switch value {
      case .bits(let bits):
        if let other = known[target], other != bits { return .impossible }
        known[target] = bits
      case .expression(let expression, let style, let span):
        let number: Int128?
        do throws(AssemblyExpression.Failure) {
          number = try expression.value(in: environment)
        } catch {
          return .misfit(error)
        }
        guard let number else {
          isOpen = true
          continue
        }
        if case .relative = style {
          relative.append((target, number, style, span))
          continue
        }
        guard let bits = FieldValue(style, width: width(of: target, match, cases)).bits(of: number) else {
          return .misfit(misfit(number, style, width(of: target, match, cases), span))
        }
        if let other = known[target], other != bits { return .impossible }
        known[target] = bits
      }
    }
    guard let first = assignment(match, cases, known, pinned) else { return .impossible }
    let length = first.bits
    if isOpen { return .open(bits: length) }
    guard !relative.isEmpty else {
      return .solved(fields: first.fields, contexts: first.contexts, bits: length)
    }
    for (target, number, style, span) in relative {
      guard case .relative(let from, let scale, let modulus) = style else { continue }
      let origin = self.origin(of: target, match, cases).map { first.prefixBits + $0 } ?? 0
      let base = machine.relativeBase(
        from, address: UInt128(truncatingIfNeeded: environment.address), originBits: origin,
        lengthBits: length)
      let wide = width(of: target, match, cases)
      let field = FieldValue(style, width: wide)
      guard
        let bits = field.bits(
          ofTarget: number, from: base, scale: scale, modulus: modulus ?? machine.addressWidth)
      else {
        let distance = number - Int128(truncatingIfNeeded: base)
        return .misfit(
          AssemblyExpression.Failure(
            message: distance % Int128(scale) == 0
              ? "the target is \(distance) away, out of the reach of \(wide) bits"
              : "the target is \(distance) away, which is no multiple of \(scale)",
            span: span))
      }
      known[target] = bits
    }
    guard let second = assignment(match, cases, known, pinned) else { return .impossible }
    return .solved(fields: second.fields, contexts: second.contexts, bits: second.bits)
  }

  private func misfit(
    _ number: Int128, _ style: SyntaxStyle, _ width: Int, _ span: Span
  ) -> AssemblyExpression.Failure {
    AssemblyExpression.Failure(
      message: "\(number) does not fit in \(width) bit\(width == 1 ? "" : "s")", span: span,
      help: FieldValue(style, width: width).range)
  }

  /// The cases that the text shows, with every choice of those that it does not.
  private func completed(_ match: SyntaxMatch) -> [[Path: Int]] {
    var results = [match.cases]
    func complete(_ layout: Layout, _ path: Path, _ cases: [Path: Int]) -> [[Path: Int]] {
      var states = [cases]
      for (index, use) in layout.operands.enumerated() {
        let below = path + [index]
        let operand = machine.operands[use.operand]
        states = states.flatMap { state -> [[Path: Int]] in
          let numbers = state[below].map { [$0] } ?? Array(operand.cases.indices)
          return numbers.flatMap { number -> [[Path: Int]] in
            var next = state
            next[below] = number
            return complete(operand.cases[number].layout, below, next)
          }
        }
        states = Array(states.prefix(Self.mostHiddenChoices))
      }
      return states
    }
    results = complete(form(of: match).layout, [], match.cases)
    return results
  }

  // MARK: Places

  private func layout(at path: Path, _ match: SyntaxMatch, _ cases: [Path: Int]) -> Layout {
    var layout = form(of: match).layout
    for depth in path.indices {
      let operand = machine.operands[layout.operands[path[depth]].operand]
      layout = operand.cases[cases[Array(path[...depth])] ?? 0].layout
    }
    return layout
  }

  private func width(of target: SyntaxMatch.Target, _ match: SyntaxMatch, _ cases: [Path: Int]) -> Int {
    switch target {
    case .context(let number): return machine.stream.contexts[number].width
    case .field(let path, let number): return layout(at: path, match, cases).fields[number].width
    case .parameter(let path, let number):
      let outer = layout(at: path.dropLast(), match, cases)
      return machine.operands[outer.operands[path.last ?? 0].operand].parameters[number]
    }
  }

  private func bits(of layout: Layout, _ path: Path, _ cases: [Path: Int]) -> Int {
    layout.elements.reduce(0) { $0 + bits(of: $1, layout, path, cases) }
  }

  private func bits(of element: LayoutElement, _ layout: Layout, _ path: Path, _ cases: [Path: Int]) -> Int {
    switch element {
    case .bits(_, let width): return width
    case .field(let number): return layout.fields[number].width
    case .operand(let number):
      let below = path + [number]
      let one = machine.operands[layout.operands[number].operand].cases[cases[below] ?? 0]
      return bits(of: one.layout, below, cases)
    }
  }

  /// The bit where the operand that `target` belongs to starts, from the end of the prefixes; nil for what
  /// belongs to no operand.
  private func origin(of target: SyntaxMatch.Target, _ match: SyntaxMatch, _ cases: [Path: Int]) -> Int? {
    let path: Path
    switch target {
    case .context: return nil
    case .field(let own, _), .parameter(let own, _): path = own
    }
    guard !path.isEmpty else { return nil }
    var layout = form(of: match).layout
    var result = 0
    for depth in path.indices {
      let here = Array(path[..<depth])
      for element in layout.elements {
        if case .operand(path[depth]) = element { break }
        result += bits(of: element, layout, here, cases)
      }
      let operand = machine.operands[layout.operands[path[depth]].operand]
      layout = operand.cases[cases[Array(path[...depth])] ?? 0].layout
    }
    return result
  }

  // MARK: Equations

  private struct Assignment {
    var fields: [Bits]
    var contexts: [Bits]
    var bits: Int
    var prefixBits: Int
  }

  /// Diagrams are thrown away when there are so many.
  private static let mostNodes = 1 << 18

  private func assignment(
    _ match: SyntaxMatch, _ cases: [Path: Int], _ known: [SyntaxMatch.Target: UInt128],
    _ pinned: [Int: UInt128]
  ) -> Assignment? {
    if diagrams.count > Self.mostNodes {
      domain = DiagramDomain(DecisionDiagrams())
      evaluator = Evaluator(machine: machine, domain: domain, components: [])
    }
    nextVariable = 0
    var equations = DecisionDiagrams.always
    let contexts = contextWords(known, pinned, &equations)
    evaluator.assume(contexts: contexts)
    let form = form(of: match)
    var flat: [DiagramDomain.Word?] = Array(repeating: nil, count: form.fieldCount)
    let words = lay(
      form.layout, path: [], base: 0, locals: evaluator.noLocals(form), cases, known, &flat, &equations)
    guard equations != DecisionDiagrams.never else { return nil }
    let condition = evaluator.admits(form, fields: words, contexts: contexts)
    equations = diagrams.and(equations, condition.bits[0])
    guard let values = diagrams.assignment(equations) else { return nil }
    func bits(_ word: DiagramDomain.Word) -> Bits {
      let value = word.bits.reversed().reduce(UInt128(0)) { value, bit in
        value << 1 | (diagrams.value(of: bit, under: values) ? 1 : 0)
      }
      return Bits(value, width: word.bits.count)
    }
    let chosen = contexts.map(bits)
    let prefixBits = concrete.neededPrefixes(chosen).reduce(0) { $0 + $1.width }
    return Assignment(
      fields: flat.map { $0.map(bits) ?? Bits(0, width: 1) }, contexts: chosen,
      bits: prefixBits + self.bits(of: form.layout, [], cases), prefixBits: prefixBits)
  }

  private func unknown(_ width: Int) -> DiagramDomain.Word {
    defer { nextVariable += width }
    let first = nextVariable
    return Word((0..<width).map { diagrams.variable(first + width - 1 - $0) })
  }

  /// The contexts as variables that are 0 where a context has its initial value, so that as few prefixes as
  /// possible are taken.
  private func contextWords(
    _ known: [SyntaxMatch.Target: UInt128], _ pinned: [Int: UInt128], _ equations: inout Node
  ) -> [DiagramDomain.Word] {
    machine.stream.contexts.enumerated().map { number, context in
      let initial = domain.constant(context.initial, width: context.width)
      let word = domain.binary(.xor, unknown(context.width), initial)
      func equals(_ value: UInt128) -> Node {
        domain.equal(word, domain.constant(value, width: context.width))
      }
      var possible = equals(context.initial)
      for prefix in machine.stream.prefixes {
        for setting in prefix.settings where setting.context == number {
          possible = diagrams.or(possible, equals(setting.value))
        }
      }
      equations = diagrams.and(equations, possible)
      for value in [known[.context(number)], pinned[number]].compactMap({ $0 }) {
        equations = diagrams.and(equations, equals(value))
      }
      return word
    }
  }

  /// The fields of a layout as words, known or not; adds what its operands demand.
  private func lay(
    _ layout: Layout, path: Path, base: Int, locals: [Value<DiagramDomain.Word>], _ cases: [Path: Int],
    _ known: [SyntaxMatch.Target: UInt128], _ flat: inout [DiagramDomain.Word?], _ equations: inout Node
  ) -> [DiagramDomain.Word] {
    let words = layout.fields.enumerated().map { number, field in
      known[.field(path, number)].map { domain.constant($0, width: field.width) } ?? unknown(field.width)
    }
    for (number, word) in words.enumerated() { flat[base + number] = word }
    for (number, use) in layout.operands.enumerated() {
      let below = path + [number]
      let operand = machine.operands[use.operand]
      let chosen = cases[below] ?? 0
      let arguments = evaluator.arguments(of: use, fields: words, locals: locals)
      let parameters = evaluator.parameters(of: operand, arguments)
      for (slot, argument) in arguments.enumerated() {
        guard let value = known[.parameter(below, slot)], case .word(let word) = argument else { continue }
        let wanted = domain.constant(value, width: word.bits.count)
        equations = diagrams.and(equations, domain.equal(word, wanted))
      }
      let one = operand.cases[chosen]
      equations = diagrams.and(equations, evaluator.admits(one, parameters: parameters).bits[0])
      let first = base + use.firstField
      let inner = lay(
        one.layout, path: below, base: first + one.firstField, locals: parameters, cases, known, &flat,
        &equations)
      if let width = operand.selectorWidth {
        flat[first + operand.fieldCount - 1] = domain.constant(UInt128(chosen), width: width)
        for exclusion in one.exclusions {
          let excluded = evaluator.value(of: exclusion, fields: inner, locals: parameters)
          equations = diagrams.and(equations, diagrams.not(excluded.bits[0]))
        }
      } else {
        for earlier in operand.cases[..<chosen] {
          let taken = evaluator.admits(earlier, parameters: parameters).bits[0]
          equations = diagrams.and(equations, diagrams.not(taken))
        }
      }
    }
    return words
  }
}
