import Execution
import ISAModel

/// The interpreter routines of a monitor: for every encoding of an instruction, and every mode that a guest
/// can be in, the meaning that the monitor runs when the hardware traps there; and the same for the entries
/// of traps and interrupts. Each is made when it is first asked for.
package final class RoutineTable {

  package let machine: Machine
  private let specialiser: Specialiser

  /// The functions that routines call besides those of the machine.
  package var functions: FunctionTable { specialiser.table }

  private struct Key: Hashable {
    var instruction: Int
    var form: Int
    var mode: Int
  }
  private var routines: [Key: Form] = [:]
  private var trapEntries: [Int: Function] = [:]
  private var interruptEntries: [Int: Function] = [:]

  package init(_ machine: Machine) {
    self.machine = machine
    specialiser = Specialiser(machine)
  }

  /// The routine for an encoding in a mode.
  package func routine(instruction: Int, form: Int, mode: Int) -> Form {
    let key = Key(instruction: instruction, form: form, mode: mode)
    if let known = routines[key] { return known }
    let made = specialiser.form(machine.instructions[instruction].forms[form], in: mode)
    routines[key] = made
    return made
  }

  /// The routine for an encoding in a mode; nil where the mode decides nothing in it, so that the machine's own
  /// meaning is the routine.
  package func difference(instruction: Int, form: Int, mode: Int) -> Form? {
    let before = specialiser.decisions
    let made = specialiser.form(machine.instructions[instruction].forms[form], in: mode)
    return specialiser.decisions > before ? made : nil
  }

  /// How a trap is delivered in a mode; nil where the specification does not say it.
  package func trapEntry(_ trap: Int, mode: Int) -> Function? {
    let key = trap * machine.modes.count + mode
    if let known = trapEntries[key] { return known }
    guard let entry = machine.traps[trap].entry else { return nil }
    let made = specialiser.function(entry, in: mode)
    trapEntries[key] = made
    return made
  }

  /// How an interrupt is taken in a mode.
  package func interruptEntry(_ interrupt: Int, mode: Int) -> Function {
    let key = interrupt * machine.modes.count + mode
    if let known = interruptEntries[key] { return known }
    let made = specialiser.function(machine.interrupts[interrupt].entry, in: mode)
    interruptEntries[key] = made
    return made
  }
}

/// The routines as a running virtual machine uses them: those of the mode that it is in.
final class PresentRoutines: MonitorMeanings {

  private let table: RoutineTable
  private unowned let concrete: ConcreteMachine

  /// The components that the mode depends on, and the modes that were found for their values.
  private let depends: [Int]
  private var known: [[UInt128]: Int?] = [:]

  init(_ table: RoutineTable, _ concrete: ConcreteMachine) {
    self.table = table
    self.concrete = concrete
    depends = concrete.modeComponents.sorted()
  }

  /// The mode that the machine is in; nil for none.
  var mode: Int? {
    let values = depends.map { concrete.state[$0] }
    if let mode = known[values] { return mode }
    let mode = concrete.mode
    if known.count > 1024 { known.removeAll() }
    known[values] = mode
    return mode
  }

  var functions: FunctionTable { table.functions }

  func routine(_ decoded: DecodedInstruction) -> Form? {
    mode.map { table.routine(instruction: decoded.instruction, form: decoded.form, mode: $0) }
  }

  func trapEntry(_ trap: Int) -> Function? { mode.flatMap { table.trapEntry(trap, mode: $0) } }

  func interruptEntry(_ interrupt: Int) -> Function? {
    mode.map { table.interruptEntry(interrupt, mode: $0) }
  }
}

extension ConcreteMachine {

  /// The number of the mode that the machine is in: the first whose condition holds.
  package var mode: Int? {
    let evaluator = evaluator()
    return machine.modes.indices.first { evaluator.value(of: machine.modes[$0].condition).value == 1 }
  }
}
