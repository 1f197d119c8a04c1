import Execution
import ISAModel
import SMT
import Virtualizability

/// Looks for a state of the virtual machine in which a naive monitor's own hardware completes an instruction and does
/// something else.
///
/// A witness says what *some* monitor's hardware can hold; this asks the same about the hardware that this monitor makes, with its
/// own tables.
struct NaiveSearch {

  private let machine: Machine
  private let hostStates: [HostState]
  private let decoder: InstructionDecoder
  private let rlimit: UInt32 = 20_000_000

  /// Relocation of a virtual machine after a reset.
  private let relocation: [Int: UInt128]

  init(_ plan: Monitor.Plan) {
    let machine = plan.machine
    self.machine = machine
    hostStates = plan.hostStates
    decoder = plan.analysis.decoder
    let state = StateRun.afterReset(machine, plan.analysis)?.state
    let components = machine.components.indices.filter { machine.components[$0].role == .relocation }
    relocation = components.reduce(into: [:]) { $0[$1] = state?[$1] }
  }

  /// What came of a program for a violation, one that is as much like its witness as there is. Nil where none is found.
  func result(of violation: ViolationProgram, _ run: StateRun) throws -> ViolationResult? {
    guard let decoded = decoder.instruction(in: violation.ways[0].units) else { return nil }
    let mode = machine.modes.firstIndex { $0.name == violation.witness.first.mode }
    let questions = questions(about: decoded.instruction, form: decoded.form, mode: mode)
    for likeness in NaiveQuestion.Likeness.allCases {
      for question in questions {
        guard let condition = question.condition(likeness, violation) else { continue }
        for wish in question.wishes {
          guard let (found, units, fields) = question.state(condition + wish, decoder) else { continue }
          var program = question.form.program(violation.ways[0].name, units, fields, found).program
          program.memory += question.written(found).filter { !program.memory.contains($0) }
          program.relocation = .afterReset
          program.hasRun = true
          let differences = try run.differences(program)
          guard differences.isEmpty else {
            var result = ViolationResult(of: violation, way: .found, differences: differences)
            result.assembly = question.form.assembly(fields)
            return result
          }
        }
      }
    }
    return nil
  }

  /// What can be asked about an instruction: each of its encodings, in every mode.
  ///
  /// - Parameters:
  ///   - form: the encoding that comes first.
  ///   - mode: the mode that comes first.
  func questions(about instruction: Int, form: Int? = nil, mode: Int? = nil) -> [NaiveQuestion] {
    func first(_ own: Int?, of indices: Range<Int>) -> [Int] { indices.sorted { $0 == own && $1 != own } }
    return first(form, of: machine.instructions[instruction].forms.indices).flatMap { form in
      first(mode, of: machine.modes.indices).compactMap { mode in
        let virtual = VirtualState(machine, mode: mode, relocation: relocation)
        let form = SymbolicForm(instruction, form: form, in: virtual)
        return form.isEncoding == virtual.store.false ? nil : NaiveQuestion(form, hardware(virtual), rlimit)
      }
    }
  }

  /// The monitor's hardware with the guest's part of the virtual machine, when nothing is installed yet.
  private func hardware(_ virtual: VirtualState) -> HardwareTranslation {
    let store = virtual.store
    let carried = machine.carried
    var components = machine.components.enumerated().map { number, component in
      carried.contains(number)
        ? virtual.components[number] : store.constant(component.reset, width: component.width)
    }
    for (number, value) in hostStates[virtual.mode].values {
      components[number] = store.constant(value, width: machine.components[number].width)
    }
    let hardware = HardwareTranslation(machine: machine, state: virtual.state, components: components)
    return machine.installation?.nothing.map { hardware.run($0, []) } ?? hardware
  }
}
