import Execution
import ISAModel

/// What a monitor runs on: a machine, or a virtual machine of another monitor, which is the same to it.
package protocol Hardware: AnyObject {

  /// State, memory and devices. The monitor owns them.
  var concrete: ConcreteMachine { get }

  /// Who is told of changes of its memory, and where that begins in all of it; nil where nobody is.
  var memoryWatch: (watch: MemoryWatch, base: Int)? { get }

  /// The translation that was put in last, where it has tables in the memory that all monitors of this
  /// hardware's guests share.
  var presentShadow: Shadow? { get set }

  /// Takes note that components were changed past the hardware.
  func stateChanged()

  /// Runs, for at most so many steps, until an instruction traps; the monitor then finds the state as it was
  /// before that instruction.
  ///
  /// - Parameter isWanted: of a state, whether the monitor wants to go on from it by itself. It looks at what is the
  ///   guest's, and decides about interrupts.
  func run(_ limit: UInt64, until isWanted: ((ConcreteMachine) -> Bool)?) -> HardwareExit
}

/// Why hardware has come back to its monitor.
package struct HardwareExit {

  /// Why.
  package enum Cause {

    /// The steps are done: the timer that the monitor has armed; or the state has come that it wants.
    case timer

    /// The next instruction traps.
    case trap(Step)

    /// The hardware itself does not go on. A monitor never lets that happen.
    case ended(Ending)
  }

  package var cause: Cause

  /// The instructions done since it was started.
  package var steps: UInt64
}

/// A machine with no monitor below.
package final class BareHardware: Hardware {

  package let concrete: ConcreteMachine
  package var presentShadow: Shadow?
  private let fast: FastMachine?

  /// Takes a machine over: from now on its traps are the monitor's.
  package init(_ concrete: ConcreteMachine) {
    self.concrete = concrete
    concrete.keepsTraps = true
    fast = FastMachine(concrete)
  }

  package var memoryWatch: (watch: MemoryWatch, base: Int)? { fast.map { ($0.watch, $0.base) } }
  package func stateChanged() { fast?.stateChanged() }

  package func run(_ limit: UInt64, until isWanted: ((ConcreteMachine) -> Bool)?) -> HardwareExit {
    let start = concrete.steps
    concrete.keptTrap = nil
    func goesOn() -> Bool { isWanted?(concrete) != true }
    if let fast {
      fast.run(until: start + limit, while: goesOn)
    } else {
      while concrete.keptTrap == nil, concrete.ending == nil, concrete.steps < start + limit, goesOn() {
        concrete.step()
      }
    }
    let steps = concrete.steps - start
    if let trap = concrete.keptTrap {
      concrete.keptTrap = nil
      return HardwareExit(cause: .trap(trap), steps: steps)
    }
    if let ending = concrete.ending { return HardwareExit(cause: .ended(ending), steps: steps) }
    return HardwareExit(cause: .timer, steps: steps)
  }
}
