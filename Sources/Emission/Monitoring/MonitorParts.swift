import ISAModel
import Monitor

/// What a monitor in C is made of beside the machine: its interpreter routines, its entries of traps and
/// interrupts, and how it installs a mapping.
struct MonitorParts {

  /// The meaning of an encoding in a mode, where knowing the mode makes it another one.
  struct Routine {
    var instruction: Int
    var form: Int
    var mode: Int
    var meaning: Form
  }

  /// The machine, with the functions of the monitor behind its own.
  let machine: Machine
  let hostStates: [HostState]
  let installation: Installation
  let routines: [Routine]

  /// The functions that deliver traps and interrupts, by mode and number; nil for a trap whose delivery the
  /// specification does not say.
  let trapEntries: [[Int?]]
  let interruptEntries: [[Int]]

  /// The functions that install.
  let nothing: Int
  let install: Int

  /// The functions that say of each interrupt that guests mask by what is their own whether it waits for nothing else; and
  /// what they mask it by.
  let waiting: [Int]
  let deciding: Set<Int>

  /// Whether translation is known to treat the addresses of a page alike.
  let isUniform: Bool

  init(_ plan: Monitor.Plan) throws(EmissionFailure) {
    let original = plan.machine
    guard let installation = original.installation, let memory = original.installedMemory,
      let physical = original.physicalMemory, original.translation != nil
    else {
      throw EmissionFailure(
        message: "the specification of '\(original.name)' does not say how a monitor installs a mapping",
        isOfMonitor: true)
    }
    guard memory.parameters.count == 1, physical.addressWidth <= 64 else {
      throw EmissionFailure(
        message: "addresses of '\(original.name)' have more parts than a monitor in C installs",
        isOfMonitor: true)
    }
    guard let nothing = installation.nothing, installation.unit == 1 else {
      throw EmissionFailure(
        message: "'\(original.name)' always admits some window, which a monitor in C does not provide for",
        isOfMonitor: true)
    }
    let shape = TranslationShape(machine: original)
    isUniform = shape.treatsNeighboursAlike
    if case .window = installation.shape, !isUniform {
      throw EmissionFailure(
        message: "it is not proven that what translation of '\(original.name)' admits is one window",
        isOfMonitor: true)
    }
    let table = plan.routines
    var routines: [Routine] = []
    for (number, instruction) in original.instructions.enumerated() {
      for form in instruction.forms.indices {
        for mode in original.modes.indices {
          guard let meaning = table.difference(instruction: number, form: form, mode: mode) else { continue }
          routines.append(Routine(instruction: number, form: form, mode: mode, meaning: meaning))
        }
      }
    }
    let traps = original.modes.indices.map { mode in
      original.traps.indices.map { table.trapEntry($0, mode: mode) }
    }
    let interrupts = original.modes.indices.map { mode in
      original.interrupts.indices.map { table.interruptEntry($0, mode: mode) }
    }
    // All have been asked for: the functions that they call stand behind those of the machine now.
    var machine = original
    machine.functions += table.functions.functions
    func add(_ function: Function, _ name: String) -> Int {
      var named = function
      named.name = name
      named.variant = []
      machine.functions.append(named)
      return machine.functions.count - 1
    }
    let modes = original.modes.map(\.name)
    trapEntries = modes.indices.map { mode in
      traps[mode].enumerated().map { number, entry in
        entry.map { add($0, "deliver_\(original.traps[number].name)_in_\(modes[mode])") }
      }
    }
    interruptEntries = modes.indices.map { mode in
      interrupts[mode].enumerated().map { number, entry in
        add(entry, "deliver_interrupt_\(original.interrupts[number].name)_in_\(modes[mode])")
      }
    }
    let window = InterruptWindow(original)
    waiting = window.waiting.map { parts in
      let all = parts.dropFirst().reduce(parts.first ?? .constant(1, width: 1)) { .binary(.and, $0, $1) }
      return add(Function(yielding: all), "waits_for_guest")
    }
    deciding = window.deciding
    self.nothing = add(nothing, "install_nothing")
    install = add(installation.install, installation.shape == .window ? "install_window" : "install_page")
    self.routines = routines
    self.machine = machine
    self.installation = installation
    hostStates = plan.hostStates
  }
}
