import ISAModel

/// Which words of the instruction stream a form takes, as decision diagrams.
///
/// The variables are the bits of the contexts, then the bits of the stream behind the prefixes in their
/// order.
package final class EncodingSpace {

  package typealias Node = DecisionDiagrams.Node
  private typealias Word = DiagramDomain.Word

  package let machine: Machine
  package let diagrams = DecisionDiagrams()
  private let domain: DiagramDomain
  private let evaluator: Evaluator<DiagramDomain>
  private let contexts: [DiagramDomain.Word]

  /// The number of the stream's first variable.
  private let firstStreamVariable: Int

  /// Where the layouts so far can end, and when: the conditions exclude one another.
  private typealias Ends = [(position: Int, condition: Node)]

  private struct OperandKey: Hashable {
    var operand: Int
    var arguments: [DiagramDomain.Word]
    var position: Int
  }
  private var operandEnds: [OperandKey: [(position: Int, condition: Node)]] = [:]

  package init(_ machine: Machine) {
    self.machine = machine
    let diagrams = self.diagrams
    domain = DiagramDomain(diagrams)
    evaluator = Evaluator(machine: machine, domain: domain, components: [])
    var next = 0
    var contexts: [DiagramDomain.Word] = []
    for context in machine.stream.contexts {
      // The highest bit is tested first.
      let bits = (0..<context.width).map { diagrams.variable(next + context.width - 1 - $0) }
      contexts.append(Word(bits))
      next += context.width
    }
    self.contexts = contexts
    firstStreamVariable = next
  }

  // MARK: Forms

  /// A place in the layout of a form, and what is known before it.
  private struct Place: Hashable {
    var element: Int
    var position: Int
    var fields: [DiagramDomain.Word]
  }

  /// The words that `form` takes, whatever follows them.
  ///
  /// What may stand behind an operand is found before it, once for every place where the operand can end: of
  /// two diagrams, one over bits that stand before those of the other, the conjunction is as large as both.
  package func words(of form: Form) -> Node {
    evaluator.assume(contexts: contexts)
    let locals = evaluator.noLocals(form)
    var known: [Place: Node] = [:]
    func words(from place: Place) -> Node {
      guard place.element < form.layout.elements.count else {
        return evaluator.admits(form, fields: place.fields, contexts: contexts).bits[0]
      }
      if let found = known[place] { return found }
      var next = place
      next.element += 1
      let result: Node
      switch form.layout.elements[place.element] {
      case .bits(let value, let width):
        next.position += width
        result = diagrams.and(constant(value, width: width, at: place.position), words(from: next))
      case .field(let number):
        let width = form.layout.fields[number].width
        next.fields[number] = field(width: width, at: place.position)
        next.position += width
        result = words(from: next)
      case .operand(let number):
        let use = form.layout.operands[number]
        let arguments = evaluator.arguments(of: use, fields: place.fields, locals: locals)
        let ends = self.ends(of: use.operand, arguments, from: place.position)
        var all = DecisionDiagrams.never
        for end in ends where end.condition != DecisionDiagrams.never {
          next.position = end.position
          all = diagrams.or(all, diagrams.and(end.condition, words(from: next)))
        }
        result = all
      }
      known[place] = result
      return result
    }
    let fields = form.layout.fields.map { domain.constant(0, width: $0.width) }
    return words(from: Place(element: 0, position: 0, fields: fields))
  }

  private func walk(
    _ layout: Layout, from start: Ends, locals: [Value<DiagramDomain.Word>],
    fields: inout [DiagramDomain.Word]
  ) -> Ends {
    var ends = start
    fields = layout.fields.map { domain.constant(0, width: $0.width) }
    for element in layout.elements {
      switch element {
      case .bits(let value, let width):
        ends = ends.map { end in
          (end.position + width, diagrams.and(end.condition, constant(value, width: width, at: end.position)))
        }
      case .field(let number):
        let width = layout.fields[number].width
        if ends.count == 1 {
          fields[number] = field(width: width, at: ends[0].position)
        } else {
          for end in ends {
            fields[number] = domain.choose(
              Word([end.condition]), field(width: width, at: end.position), fields[number])
          }
        }
        ends = ends.map { ($0.position + width, $0.condition) }
      case .operand(let number):
        let use = layout.operands[number]
        let arguments = evaluator.arguments(of: use, fields: fields, locals: locals)
        var all: Ends = []
        for end in ends where end.condition != DecisionDiagrams.never {
          for (position, condition) in self.ends(of: use.operand, arguments, from: end.position) {
            add((position, diagrams.and(end.condition, condition)), to: &all)
          }
        }
        ends = all
      }
      ends.removeAll { $0.condition == DecisionDiagrams.never }
    }
    return ends
  }

  private func add(_ end: Ends.Element, to ends: inout Ends) {
    if let index = ends.firstIndex(where: { $0.position == end.position }) {
      ends[index].condition = diagrams.or(ends[index].condition, end.condition)
    } else {
      ends.append(end)
    }
  }

  private func ends(
    of number: Int, _ arguments: [Value<DiagramDomain.Word>], from position: Int
  ) -> Ends {
    let words = arguments.map { value -> DiagramDomain.Word in
      if case .word(let word) = value { word } else { Word([]) }
    }
    let key = OperandKey(operand: number, arguments: words, position: position)
    if let known = operandEnds[key] { return known }
    let operand = machine.operands[number]
    let parameters = evaluator.parameters(of: operand, arguments)
    var left = DecisionDiagrams.always
    var result: Ends = []
    for one in operand.cases where left != DecisionDiagrams.never {
      let admitted = evaluator.admits(one, parameters: parameters).bits[0]
      let taken = diagrams.and(left, admitted)
      guard taken != DecisionDiagrams.never else { continue }
      var fields: [DiagramDomain.Word] = []
      let ends = walk(one.layout, from: [(position, taken)], locals: parameters, fields: &fields)
      for end in ends { add(end, to: &result) }
      if operand.selectorWidth == nil {
        left = diagrams.and(left, diagrams.not(admitted))
      } else {
        // Where the bits of the stream are others, a later case may have them.
        for end in ends { left = diagrams.and(left, diagrams.not(end.condition)) }
      }
    }
    operandEnds[key] = result
    return result
  }

  // MARK: Bits of the stream

  fileprivate func constant(_ value: UInt128, width: Int, at position: Int) -> Node {
    // From the last bit, so that every conjunction is of a bit with what stands behind it.
    (0..<width).reduce(DecisionDiagrams.always) { rest, bit in
      let variable = diagrams.variable(firstStreamVariable + position + width - 1 - bit)
      return diagrams.and(
        value >> UInt128(bit) & 1 == 1 ? variable : diagrams.not(variable), rest)
    }
  }

  private func field(width: Int, at position: Int) -> DiagramDomain.Word {
    let unit = machine.stream.unit
    let swapped =
      !machine.stream.isBigEndian && width > unit && width % unit == 0 && position % unit == 0
    return Word(
      (0..<width).map { bit in
        let place = swapped ? bit / unit * unit + unit - 1 - bit % unit : width - 1 - bit
        return diagrams.variable(firstStreamVariable + position + place)
      })
  }

  // MARK: Prefixes

  /// The words that start with a prefix.
  package func words(of prefix: Prefix) -> Node {
    var position = 0
    return prefix.elements.reduce(DecisionDiagrams.always) { result, element in
      defer { position += element.width }
      return diagrams.and(result, constant(element.value, width: element.width, at: position))
    }
  }

  /// The values of the contexts before any prefix.
  package var initialContexts: Node { node(of: machine.stream.contexts.map(\.initial)) }

  /// The values of the contexts that prefixes can bring about.
  package var reachableContexts: Node {
    let start = machine.stream.contexts.map(\.initial)
    var seen: Set<[UInt128]> = [start]
    var open = [start]
    while let state = open.popLast() {
      for prefix in machine.stream.prefixes {
        var next = state
        for setting in prefix.settings { next[setting.context] = setting.value }
        if seen.insert(next).inserted { open.append(next) }
      }
      guard seen.count <= Self.mostContextStates else { return DecisionDiagrams.always }
    }
    return seen.reduce(DecisionDiagrams.never) { diagrams.or($0, node(of: $1)) }
  }

  /// Beyond so many combinations of contexts, all are taken for possible.
  private static let mostContextStates = 1 << 12

  private func node(of values: [UInt128]) -> Node {
    zip(contexts, values).reduce(DecisionDiagrams.always) { result, pair in
      let wanted = domain.constant(pair.1, width: pair.0.bits.count)
      return diagrams.and(result, domain.equal(pair.0, wanted))
    }
  }

  // MARK: Examples

  /// A word of the set, prefixes first, in units of at least `bits` bits behind the prefixes.
  package func example(of words: Node, bits: Int) -> [UInt128]? {
    guard let assignment = diagrams.assignment(diagrams.and(words, reachableContexts)) else { return nil }
    var next = 0
    var writer = UnitWriter(unit: machine.stream.unit, isBigEndian: machine.stream.isBigEndian)
    for (number, context) in machine.stream.contexts.enumerated() {
      let value = (0..<context.width).reduce(UInt128(0)) { value, bit in
        value << 1 | (assignment[next + bit] == true ? 1 : 0)
      }
      next += context.width
      let prefix = machine.stream.prefixes.first { prefix in
        prefix.settings.contains { $0.context == number && $0.value == value }
      }
      guard value != context.initial, let prefix else { continue }
      for element in prefix.elements { writer.append(Bits(element.value, width: element.width)) }
    }
    let unit = machine.stream.unit
    let last = assignment.keys.filter { $0 >= next }.map { $0 - next + 1 }.max() ?? 0
    for position in 0..<(max(bits, last, 1) + unit - 1) / unit * unit {
      writer.append(Bits(assignment[next + position] == true ? 1 : 0, width: 1))
    }
    return writer.units
  }
}

extension EncodingSpace {

  /// The units up to the last one with constant bits, before any operand.
  package func opcodeUnits(of form: Form) -> Int {
    var position = 0
    var last = 1
    for element in form.layout.elements {
      switch element {
      case .bits(_, let width):
        position += width
        last = position
      case .field(let number): position += form.layout.fields[number].width
      case .operand: return (last + machine.stream.unit - 1) / machine.stream.unit
      }
    }
    return (last + machine.stream.unit - 1) / machine.stream.unit
  }

  /// The words whose first units have the constant bits of `form` there.
  package func words(startingLike form: Form, units: Int) -> Node {
    var position = 0
    var result = DecisionDiagrams.always
    for element in form.layout.elements where position < units * machine.stream.unit {
      switch element {
      case .bits(let value, let width):
        let count = min(width, units * machine.stream.unit - position)
        let part = constant(value >> UInt128(width - count), width: count, at: position)
        result = diagrams.and(result, part)
        position += width
      case .field(let number): position += form.layout.fields[number].width
      case .operand: return result
      }
    }
    return result
  }

  /// The share of the words without prefixes that lie in `words`.
  package func share(of words: Node) -> Double {
    let bits = machine.stream.contexts.reduce(0) { $0 + $1.width }
    var share = diagrams.density(diagrams.and(words, initialContexts))
    for _ in 0..<bits { share *= 2 }
    return share
  }
}
