import ISAModel

extension Machine {

  /// The machine with `count` copies of every instruction. The copies differ from one another in constant
  /// bits before their encodings, so that they are instructions of their own.
  func replicated(_ count: Int) -> Machine {
    guard count > 1 else { return self }
    var result = self
    let width = stream.unit * (16 / stream.unit + 1)
    result.instructions = (0..<count).flatMap { copy in
      instructions.map { original in
        var instruction = original
        instruction.name = "\(original.name)_\(copy)"
        for index in instruction.forms.indices {
          instruction.forms[index].layout.elements.insert(.bits(UInt128(copy), width: width), at: 0)
        }
        return instruction
      }
    }
    result.claims = []
    return result
  }
}
