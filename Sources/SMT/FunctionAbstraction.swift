/// Questions about uninterpreted functions, asked without them.
///
/// Every application is taken for a variable of its own. What contradicts itself then does so with functions
/// too. What holds then need not hold with them, for a function has one value at a point; but it nearly does.
final class FunctionAbstraction {
  /// An application: the variable that stands for it, and its arguments, abstracted too.
  private struct Application {
    var variable: Term
    var function: Function
    var arguments: [Term]
  }

  private let store: TermStore
  private let substitution: TermStore.Substitution
  private let applications: Applications

  /// What was abstracted so far; an application comes after those in its arguments.
  private final class Applications {
    var all: [Application] = []
    var places: [Term: Int] = [:]
  }

  init(_ store: TermStore) {
    self.store = store
    let applications = Applications()
    self.applications = applications
    substitution = TermStore.Substitution(store, variables: [:]) { function, arguments in
      let whole = store.apply(function, arguments)
      let variable = store.variable("application \(whole.index)", width: store.range(of: function))
      if applications.places[variable] == nil {
        applications.places[variable] = applications.all.count
        applications.all.append(
          Application(variable: variable, function: function, arguments: arguments))
      }
      return variable
    }
  }

  /// The assertion with variables for applications.
  func abstracted(_ assertion: Term) -> Term { substitution.apply(assertion) }

  /// An assignment under which `assertions`, abstracted ones, hold, with values of functions. Where two
  /// applications are of the same point, that of the first is taken.
  func concrete(_ found: Assignment, for assertions: [Term]) -> Assignment {
    let evaluation = Evaluation(store, found)
    var result = found
    for place in places(in: assertions) {
      let application = applications.all[place]
      let point = application.arguments.map(evaluation.value)
      result.variables[application.variable] = nil
      if result.functions[application.function]?[point] == nil {
        result.functions[application.function, default: [:]][point] = evaluation.value(application.variable)
      }
    }
    return result
  }

  /// What `found` takes no notice of: for every application whose point another one before it has, with another
  /// value, that the two agree where their arguments do.
  func lemmas(against found: Assignment, for assertions: [Term]) -> [Term] {
    let evaluation = Evaluation(store, found)
    var first: [Function: [[UInt128]: Application]] = [:]
    var result: [Term] = []
    for place in places(in: assertions) {
      let one = applications.all[place]
      let point = one.arguments.map(evaluation.value)
      guard let other = first[one.function]?[point] else {
        first[one.function, default: [:]][point] = one
        continue
      }
      if evaluation.value(one.variable) == evaluation.value(other.variable) { continue }
      let same = store.conjunction(zip(one.arguments, other.arguments).map { store.equal($0, $1) })
      result.append(store.or(store.not(same), store.equal(one.variable, other.variable)))
    }
    return result
  }

  /// The places of the applications that the assertions are about, and of those in their arguments.
  private func places(in assertions: [Term]) -> [Int] {
    var found: Set<Int> = []
    var open = store.variables(in: assertions)
    while let variable = open.popLast() {
      guard let place = applications.places[variable], found.insert(place).inserted else { continue }
      open += store.variables(in: applications.all[place].arguments)
    }
    return found.sorted()
  }
}
