import ISAModel

extension ConcreteMachine {

  /// The instruction that stands at an address now; nil where there is none.
  package func instruction(at address: UInt128) -> DecodedInstruction? {
    let evaluator = evaluator()
    guard let counter = machine.stream.counter?.component else { return nil }
    evaluator.state.components[counter] = Bits(address, width: state.widths[counter])
    return decoder.decode { number in
      let before = evaluator.state
      if let unit = evaluator.fetch(number) { return unit.value }
      evaluator.revive(before)
      return nil
    }.instruction
  }

  /// An instruction at an address in assembly language; its name where the specification gives no syntax.
  package func assembly(of decoded: DecodedInstruction, at address: UInt128) -> String {
    let instruction = machine.instructions[decoded.instruction]
    let text = AssemblyText(machine: machine).text(
      instruction.forms[decoded.form], fields: decoded.fields, contexts: decoded.contexts, address: address,
      length: decoded.length)
    return text.isEmpty ? instruction.name.lowercased() : text
  }
}
