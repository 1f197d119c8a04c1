import ISAModel
import SMT

/// What the checks of one instruction in both models share: its terms, and what was found out about them.
final class InstructionTerms {

  let instruction: Instruction
  let store: TermStore
  let state: SymbolicState
  let decider: Decider

  /// The processor seconds spent in building terms.
  private(set) var seconds = 0.0

  private var forms: [Int: FormTerms] = [:]

  init(_ instruction: Instruction, machine: Machine, options: CheckOptions, starts: StartingPoints) {
    self.instruction = instruction
    store = TermStore(simplifies: options.simplifies)
    let start = processorSeconds()
    state = SymbolicState(machine: machine, store: store)
    decider = Decider(
      store: store, rlimit: options.rlimit,
      search: options.simplifies
        ? ModelSearch(
          store: store, functions: Image.Functions(machine: machine, store: store),
          starts: starts.assignments(state)) : nil)
    seconds = processorSeconds() - start
  }

  /// The terms of the form of this number.
  func form(_ number: Int) -> FormTerms {
    if let known = forms[number] { return known }
    let start = processorSeconds()
    let run = SymbolicRun(instruction.forms[number], state: state, prefix: "field.\(number)")
    let form = FormTerms(run)
    seconds += processorSeconds() - start
    forms[number] = form
    return form
  }
}

/// One run of an encoding, with the images of it that were looked at.
final class FormTerms {

  let run: SymbolicRun
  private var own: [Set<Resource>: Image] = [:]
  private var shadows: [Set<Resource>: Image] = [:]

  init(_ run: SymbolicRun) { self.run = run }

  /// The run as seen from a state that does not share `varied` with the unrenamed one.
  func image(varied: Set<Resource>, access: Image.Access = .own) -> Image {
    switch access {
    case .own:
      if let known = own[varied] { return known }
      let image = Image(run, varied: varied)
      own[varied] = image
      return image
    case .shadow:
      if let known = shadows[varied] { return known }
      let image = Image(run, varied: varied, access: .shadow)
      shadows[varied] = image
      return image
    }
  }
}
