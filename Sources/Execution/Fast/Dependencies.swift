import ISALanguage
import ISAModel

/// What a machine's own conditions and its translation look at.
enum Dependencies {

  private final class Watcher: RunObserver {
    var touched: Set<Int> = []
    func reads(component: Int, at span: Span) { touched.insert(component) }
    func writes(component: Int, at span: Span) { touched.insert(component) }
    func accesses(_ space: MemorySpace, isWrite: Bool, at span: Span) {}
  }

  /// The components that interrupts, standing still, fetching or translation depend on, but for the program
  /// counter of fetching; nil where that cannot be told.
  static func watched(_ concrete: ConcreteMachine) -> Set<Int>? {
    let machine = concrete.machine
    let watcher = Watcher()
    let conditions =
      machine.interrupts.map(\.condition) + [machine.platform.halt, machine.platform.wait].compactMap { $0 }
      + machine.stream.fetch.dropLast()
    for condition in conditions { _ = evaluator(concrete, watcher).value(of: condition) }
    return watcher.touched.union(translation(concrete))
  }

  /// The components that interrupts and standing still depend on.
  static func conditions(_ concrete: ConcreteMachine) -> Set<Int> {
    let machine = concrete.machine
    let watcher = Watcher()
    let conditions =
      machine.interrupts.map(\.condition) + [machine.platform.halt, machine.platform.wait].compactMap { $0 }
    for condition in conditions { _ = evaluator(concrete, watcher).value(of: condition) }
    return watcher.touched
  }

  /// The components that the mode depends on.
  static func mode(_ concrete: ConcreteMachine) -> Set<Int> {
    let watcher = Watcher()
    for mode in concrete.machine.modes { _ = evaluator(concrete, watcher).value(of: mode.condition) }
    return watcher.touched
  }

  /// The components that translation depends on.
  static func translation(_ concrete: ConcreteMachine) -> Set<Int> {
    guard let translation = concrete.machine.translation else { return [] }
    return components(of: translation, concrete).union(
      concrete.machine.secondStage.map { components(of: $0, concrete) } ?? [])
  }

  /// The components that the last stage of translation depends on.
  static func lastStage(_ concrete: ConcreteMachine) -> Set<Int> {
    concrete.machine.lastStage.map { components(of: $0, concrete) } ?? []
  }

  private static func components(of translation: Function, _ concrete: ConcreteMachine) -> Set<Int> {
    let watcher = Watcher()
    let running = evaluator(concrete, watcher)
    let arguments = translation.parameters.enumerated().map { number, type -> Value<Int32> in
      guard case .bits(let width) = type, width <= 64 else { return .none }
      return .word(running.domain.load(number: 1 << 40 | number, width: width))
    }
    _ = running.run(translation, arguments)
    return watcher.touched
  }

  private static func evaluator(_ concrete: ConcreteMachine, _ watcher: Watcher) -> Evaluator<CodeDomain> {
    let machine = concrete.machine
    let domain = CodeDomain()
    let components = machine.components.indices.map {
      domain.slot(concrete.state.slot[$0], width: concrete.state.widths[$0])
    }
    let evaluator = Evaluator(machine: machine, domain: domain, components: components)
    evaluator.observer = watcher
    evaluator.runsTranslation = true
    evaluator.abstractsTranslation = false
    evaluator.onLoad = { _, _, units, _ in
      domain.load(
        number: domain.graph.nodes.count, width: min(64, units * (machine.physicalMemory?.unit ?? 8)))
    }
    evaluator.onStore = { _, _, _, _, _ in }
    return evaluator
  }
}
