import ISAModel

extension ConcreteMachine {

  /// An instruction in assembly language; its name where the specification gives no syntax.
  package func assembly(of decoded: DecodedInstruction) -> String {
    let instruction = machine.instructions[decoded.instruction]
    let text = evaluator().assembly(
      instruction.forms[decoded.form], fields: decoded.fields, contexts: decoded.contexts)
    return text.isEmpty ? instruction.name.lowercased() : text
  }
}
