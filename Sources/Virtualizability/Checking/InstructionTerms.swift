import ISAModel
import SMT

/// What the checks of one instruction in both models share: its terms, and what was found out about them.
final class InstructionTerms {

  let instruction: Instruction
  let store: TermStore
  let state: SymbolicState
  let decider: Decider

  /// The processor seconds spent in building terms.
  let seconds: Double

  /// The terms of each form. All are made before any question is asked, so that what a form's meaning looks like
  /// as text depends on the instruction alone.
  private(set) var forms: [FormTerms] = []

  /// A digest of what the instruction means; made when a finding asks for it.
  private(set) lazy var meaning = makeMeaning()

  init(_ instruction: Instruction, machine: Machine, options: CheckOptions, starts: StartingPoints) {
    self.instruction = instruction
    store = TermStore(simplifies: options.simplifies)
    let start = processorSeconds()
    let state = SymbolicState(machine: machine, store: store)
    self.state = state
    decider = Decider(
      machine: machine, store: store, options: options, starts: starts.assignments(state))
    forms = instruction.forms.enumerated().map { number, form in
      FormTerms(SymbolicRun(form, state: state, prefix: "field.\(number)"))
    }
    seconds = processorSeconds() - start
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
