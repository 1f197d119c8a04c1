import ISAModel

/// The words that stand in operands and can therefore be no symbols.
enum ReservedWords {

  static func of(_ machine: Machine) -> Set<String> {
    var result: Set<String> = []
    for operand in machine.operands {
      for one in operand.cases { collect(one.syntax, machine, isOperand: true, into: &result) }
    }
    for instruction in machine.instructions {
      for form in instruction.forms { collect(form.syntax, machine, isOperand: false, into: &result) }
    }
    return result
  }

  /// - Parameter isOperand: whether the mnemonic is over.
  private static func collect(
    _ parts: [SyntaxPart], _ machine: Machine, isOperand: Bool, into result: inout Set<String>
  ) {
    let prefixes = machine.stream.prefixes.flatMap(\.texts)
    var isOperand = isOperand
    for part in parts {
      switch part {
      case .text(var text):
        // A prefix that is part of an instruction's text is no operand yet.
        while !isOperand,
          let word = prefixes.first(where: { text.lowercased().hasPrefix($0.lowercased() + " ") })
        {
          text = String(text.dropFirst(word.count + 1))
        }
        guard let space = text.firstIndex(of: " ") else {
          if isOperand { add(text[...], to: &result) }
          continue
        }
        add(isOperand ? text[...] : text[space...], to: &result)
        isOperand = true
      case .field(_, .name(let list)), .context(_, .name(let list)), .parameter(_, .name(let list)),
        .field(_, .names(let list)), .context(_, .names(let list)), .parameter(_, .names(let list)):
        guard isOperand else { continue }
        for text in machine.names[list].texts { add(text[...], to: &result) }
      default: continue
      }
    }
  }

  private static func add(_ text: Substring, to result: inout Set<String>) {
    let words = text.split { character in
      character.asciiValue.map { !CharacterText.isWordPart($0) } ?? false
    }
    for word in words where word.first?.isLetter == true { result.insert(word.lowercased()) }
  }
}
