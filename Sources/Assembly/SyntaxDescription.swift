import ISAModel

/// How instructions are written, for messages.
enum SyntaxDescription {

  /// More would not help.
  private static let most = 4

  /// The ways to write the instructions that begin with `mnemonic`, the operands by their names.
  static func of(_ machine: Machine, mnemonic: String) -> [String] {
    var result: [String] = []
    for instruction in machine.instructions where instruction.mnemonics.contains(mnemonic) {
      for form in instruction.forms {
        let text = describe(form, machine)
        if !text.isEmpty, !result.contains(text) { result.append(text) }
      }
    }
    return result.count <= most ? result : Array(result.prefix(most)) + ["…"]
  }

  private static func describe(_ form: Form, _ machine: Machine) -> String {
    form.syntax.reduce(into: "") { text, part in
      switch part {
      case .text(let literal): text += literal
      case .field(let number, _): text += "{\(form.layout.fields[number].name)}"
      case .context(let number, _): text += "{\(machine.stream.contexts[number].name)}"
      case .operand(let number): text += "{\(form.layout.operands[number].name)}"
      case .parameter: break
      }
    }
  }
}
