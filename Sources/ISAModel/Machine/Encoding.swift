import ISALanguage

/// A field of an encoding.
package struct EncodingField: Sendable {
  package var name: String
  package var width: Int

  package init(name: String, width: Int) {
    self.name = name
    self.width = width
  }
}

/// What stands at some place of an encoding.
package enum LayoutElement: Sendable {
  case bits(UInt128, width: Int)
  /// A field, counted from the start of the form or operand case.
  case field(Int)
  /// What an operand needs.
  case operand(Int)
}

/// An operand of a form, or of another operand.
package struct OperandUse: Sendable {
  package var name: String
  package var operand: Int
  package var arguments: [Expression]

  /// The number of the operand's first field, counted like the fields beside it.
  package var firstField: Int
  package var span: Span
}

/// The fields, operands and layout of a form or of an operand case.
package struct Layout: Sendable {
  package var fields: [EncodingField] = []
  package var operands: [OperandUse] = []
  package var elements: [LayoutElement] = []
  package init() {}
}

/// An operand kind, made for one choice of its static parameters.
package struct Operand: Sendable {

  /// One line of an addressing-mode table.
  package struct Case: Sendable {

    /// Whether the case is taken, given the parameters in the first locals and that no earlier case is.
    package var condition: Expression

    /// Whether an earlier case takes the same bits of the stream, given the parameters and the case's own
    /// fields.
    package var exclusions: [Expression]
    package var layout: Layout

    /// The number of the case's first field, counted from the operand's first.
    package var firstField: Int
    package var syntax: [SyntaxPart]
    package var value: Expression
    package var span: Span
  }

  package var name: String
  package var parameters: [Int]
  package var parameterNames: [String]
  package var result: Type
  package var cases: [Case]
  package var localCount: Int

  /// What the specification calls each of the locals; nil for those that it does not name.
  package var localNames: [String?]

  /// The fields of all cases and of the operands below them, and the selector.
  package var fieldCount: Int

  /// The width of a last field that says which case is meant, where constant bits of the stream tell cases
  /// apart.
  package var selectorWidth: Int?

  /// The bits that number this many cases.
  static func selectorWidth(cases: Int) -> Int {
    var width = 1
    while 1 << width < cases { width += 1 }
    return width
  }

  /// The bits that every case takes of its last unit.
  package var remainder: Int
}

/// State that prefixes set before an instruction is decoded.
package struct Context: Sendable {
  package var name: String
  package var width: Int
  package var initial: UInt128
  package var isStrict: Bool
  package var span: Span
}

/// A prefix.
package struct Prefix: Sendable {
  package var elements: [(value: UInt128, width: Int)]
  package var settings: [(context: Int, value: UInt128)]

  /// The words for it in assembly text, where nothing else in the instruction's text tells of it: the first
  /// is written, all are read.
  package var texts: [String]

  /// Its length in bits.
  package var width: Int { elements.reduce(0) { $0 + $1.width } }
}

/// How instructions are read.
package struct InstructionStream: Sendable {
  package var unit: Int
  package var isBigEndian: Bool
  package var fetch: [Expression]
  package var step: Function?
  package var contexts: [Context]
  package var prefixes: [Prefix]

  /// The trap of what no instruction has; nil where every encoding must be an instruction.
  package var otherwise: Int?

  /// The width of the last part of the address of an instruction, in bits.
  package var fetchWidth: Int

  /// Where it is declared.
  package var span: Span

  /// The component that holds the last part of the address of the next instruction, and how many of its low
  /// bits that part has; nil where it is computed in another way.
  package var counter: (component: Int, width: Int)? {
    switch fetch.last {
    case .component(let number, _): (number, fetchWidth)
    case .extract(.component(let number, _), let high, 0): (number, high + 1)
    default: nil
    }
  }
}
