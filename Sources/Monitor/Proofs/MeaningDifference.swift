import Execution
import ISAModel
import SMT
import Virtualizability

/// In what two runs from one state differ: in the state afterwards, in memory, in the traps and what they
/// carry.
struct MeaningDifference {

  /// Whether they differ; the constant 0 where both are the same terms.
  let term: Term

  /// The names of what differs, each with the term that says so.
  let parts: [(name: String, term: Term)]

  init(_ one: RunResult<Term>, _ other: RunResult<Term>, _ virtual: VirtualState) {
    let store = virtual.store
    let machine = virtual.machine
    var parts: [(name: String, term: Term)] = []
    func differ(_ name: String, _ a: Term, _ b: Term, when condition: Term) {
      guard a != b else { return }
      let term = store.and(condition, store.not(store.equal(a, b)))
      if term != store.false { parts.append((name, term)) }
    }
    let alive = one.state.alive
    differ("whether it completes", alive, other.state.alive, when: store.true)
    for number in machine.components.indices {
      differ(
        machine.components[number].name, one.state.components[number], other.state.components[number],
        when: alive)
    }
    for space in 0..<2 {
      if let (a, b) = Self.contents(space, one.state.writes, other.state.writes, virtual) {
        differ(space == 0 ? "mem" : "phys", a, b, when: alive)
      }
    }
    for number in machine.traps.indices {
      let name = machine.traps[number].name
      let mine = one.traps.filter { $0.trap == number }
      let theirs = other.traps.filter { $0.trap == number }
      let taken = store.disjunction(mine.map(\.condition))
      differ("the trap '\(name)'", taken, store.disjunction(theirs.map(\.condition)), when: store.true)
      let a = Self.merged(mine, store)
      let b = Self.merged(theirs, store)
      for (position, (x, y)) in zip(a, b).enumerated() {
        differ("what '\(name)' carries, number \(position + 1)", x, y, when: taken)
      }
      guard machine.traps[number].isImprecise else { continue }
      for component in machine.components.indices {
        let x = Self.component(component, mine, store)
        let y = Self.component(component, theirs, store)
        if let x, let y { differ("\(machine.components[component].name) at '\(name)'", x, y, when: taken) }
      }
    }
    for (a, b) in zip(one.unpredictable, other.unpredictable) {
      differ("what is unpredictable", a, b, when: alive)
    }
    if one.unpredictable.count != other.unpredictable.count {
      parts.append(("what is unpredictable", store.true))
    }
    self.parts = parts
    term = store.disjunction(parts.map(\.term))
  }

  /// What stands at any one address after each run; nil where the same was written.
  static func contents(
    _ space: Int, _ one: [[MemoryWrite<Term>]], _ other: [[MemoryWrite<Term>]], _ virtual: VirtualState
  ) -> (Term, Term)? {
    guard one[space] != other[space] else { return nil }
    let domain = virtual.state.domain
    guard let function = space == 0 ? domain.memoryFunction : domain.physicalFunction else { return nil }
    let store = virtual.store
    let address = store.variable("probe.\(space)", width: store.domain(of: function)[0])
    func content(_ writes: [MemoryWrite<Term>]) -> Term {
      writes.reduce(store.apply(function, [address])) { old, write in
        store.ite(store.and(write.guarded, store.equal(write.address, address)), write.value, old)
      }
    }
    return (content(one[space]), content(other[space]))
  }

  /// What a trap carries, of all places where it is raised.
  private static func merged(_ records: [TrapRecord<Term>], _ store: TermStore) -> [Term] {
    guard let last = records.last else { return [] }
    return records.dropLast().reversed().reduce(words(last.arguments)) { result, record in
      zip(words(record.arguments), result).map { store.ite(record.condition, $0, $1) }
    }
  }

  private static func component(_ number: Int, _ records: [TrapRecord<Term>], _ store: TermStore) -> Term? {
    guard let last = records.last else { return nil }
    return records.dropLast().reversed().reduce(last.components[number]) { result, record in
      store.ite(record.condition, record.components[number], result)
    }
  }

  private static func words(_ values: [Value<Term>]) -> [Term] {
    values.flatMap { value -> [Term] in
      switch value {
      case .word(let word): [word]
      case .record(let fields): words(fields)
      case .tagged(let tag, let cases): [tag] + cases.flatMap { words($0) }
      case .none: []
      }
    }
  }
}
