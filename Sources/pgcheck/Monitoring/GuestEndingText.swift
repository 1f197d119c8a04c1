import Execution
import ISAModel
import Monitor

/// How a guest has ended, in words.
struct GuestEndingText {

  /// What the user is told; nil where it ended as it should.
  let message: String?
  let status: ExitStatus

  init(_ resident: Monitor.Resident) {
    let concrete = resident.machine.concrete
    let machine = concrete.machine
    let place = StepText(machine).address(concrete.programCounter)
    func told(_ text: String, _ status: ExitStatus) -> (String, ExitStatus) {
      ("guest '\(resident.guest.name)': \(text), at \(place) after \(concrete.steps) steps", status)
    }
    let words: (String?, ExitStatus)
    switch resident.ending {
    case .machine(.halted), .machine(.waiting): words = (nil, .proven)
    case .machine(let ending): words = told(MachineRun.message(ending, in: machine), .violation)
    case .givenUp(.spins): words = told("it spins: its state does not change any more", .violation)
    case .givenUp(.trapsForEver(let trap)):
      words = told(
        "it faults in its fault handler: the trap '\(machine.traps[trap].name)' leads to itself", .violation)
    case .givenUp(.failure(let reason)): words = told("internal: \(reason)", .internalError)
    case .limit: words = told("it was stopped", .inconclusive)
    case .notLoaded(let reason): words = ("guest '\(resident.guest.name)': \(reason)", .violation)
    case nil: words = told("it was stopped by the user", .inconclusive)
    }
    (message, status) = words
  }
}
