import ISAModel
import Reporting

extension Instruction {

  /// The encodings, those that look alike once.
  func encodingDescriptions(in machine: Machine) -> [EncodingDescription] {
    var seen: Set<EncodingDescription> = []
    return forms.map { $0.encodingDescription(in: machine) }.filter { seen.insert($0).inserted }
  }
}

extension Form {

  fileprivate func encodingDescription(in machine: Machine) -> EncodingDescription {
    var parts: [EncodingDescription.Part] = []
    for element in layout.elements {
      switch element {
      case .bits(let value, let width):
        let digits = String(value, radix: 2)
        let text = String(repeating: "0", count: max(0, width - digits.count)) + digits
        if let last = parts.last, last.isConstant, let before = last.width {
          parts[parts.count - 1].text += text
          parts[parts.count - 1].width = before + width
        } else {
          parts.append(EncodingDescription.Part(text: text, width: width, isConstant: true))
        }
      case .field(let number):
        let field = layout.fields[number]
        parts.append(EncodingDescription.Part(text: field.name, width: field.width, isConstant: false))
      case .operand(let number):
        parts.append(
          EncodingDescription.Part(text: layout.operands[number].name, width: nil, isConstant: false))
      }
    }
    let text = syntax.map { part in
      switch part {
      case .text(let text): text
      case .field(let number, _): "{\(layout.fields[number].name)}"
      case .context(let number, _): "{\(machine.stream.contexts[number].name)}"
      case .operand(let number): "{\(layout.operands[number].name)}"
      case .parameter: ""
      }
    }
    return EncodingDescription(parts: parts, syntax: text.joined())
  }
}
