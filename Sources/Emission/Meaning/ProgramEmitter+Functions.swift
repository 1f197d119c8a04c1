import ISAModel

/// The functions of a specification that are written as such of C.
extension ProgramEmitter {

  /// A function of the specification.
  enum FunctionKey: Hashable {
    case function(Int)
    case mode(Int)
    case step
    case translation
    case secondStage
    case trapEntry(Int)
    case interruptEntry(Int)
    case interruptCondition(Int)
    case reset
    case halted
    case waiting
    case mappedRead(Int)
    case mappedWrite(Int)
    case fetchPart(Int)
  }

  func effects(_ key: FunctionKey) -> Effects {
    switch key {
    case .function(let number): analysis.effects(function: number)
    case .mode(let number): analysis.effects(mode: number)
    default: function(key).map { analysis.effects(of: $0) } ?? Effects()
    }
  }

  func function(_ key: FunctionKey) -> Function? {
    func condition(_ expression: Expression?) -> Function? { expression.map { Function(yielding: $0) } }
    switch key {
    case .function(let number): return machine.functions[number]
    case .mode(let number): return condition(machine.modes[number].condition)
    case .step: return machine.stream.step
    case .translation: return machine.translation
    case .secondStage: return machine.secondStage
    case .trapEntry(let number): return machine.traps[number].entry
    case .interruptEntry(let number): return machine.interrupts[number].entry
    case .interruptCondition(let number): return condition(machine.interrupts[number].condition)
    case .reset: return machine.reset
    case .halted: return condition(machine.platform.halt)
    case .waiting: return condition(machine.platform.wait)
    case .mappedRead(let number): return machine.platform.mapped[number].read
    case .mappedWrite(let number): return machine.platform.mapped[number].write
    case .fetchPart(let number):
      guard var result = condition(machine.stream.fetch[number]) else { return nil }
      result.result = .bits(TypeFinder.width(machine.stream.fetch[number], machine) ?? 64)
      return result
    }
  }

  func stem(_ key: FunctionKey) -> String {
    switch key {
    case .function(let number):
      let function = machine.functions[number]
      let isWriting =
        function.result == .nothing
        && machine.functions.contains { $0.name == function.name && $0.result != .nothing }
      return ([isWriting ? "set_\(function.name)" : function.name] + function.variant).joined(separator: "_")
    case .mode(let number): return "is_\(machine.modes[number].name)"
    case .step: return "step_over"
    case .translation: return "translation"
    case .secondStage: return "second_stage"
    case .trapEntry(let number): return "enter_\(trapNames[number])"
    case .interruptEntry(let number): return "enter_interrupt_\(interruptNames[number])"
    case .interruptCondition(let number): return "accepts_\(interruptNames[number])"
    case .reset: return "reset_state"
    case .halted: return "is_halted"
    case .waiting: return "is_waiting"
    case .mappedRead(let number): return "mapped_read_\(number + 1)"
    case .mappedWrite(let number): return "mapped_write_\(number + 1)"
    case .fetchPart(let number): return "fetch_address_\(number + 1)"
    }
  }
}
