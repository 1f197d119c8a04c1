import ISALanguage

/// An instruction of a machine.
public struct Instruction: Sendable {

  /// The name in the specification.
  public var name: String

  /// What the manual calls it.
  public var title: String?

  /// The documents and places that state it.
  public var citations: [String]

  /// The declaration that it completes in no state.
  public var alwaysTraps: Bool

  /// Its encodings and their meanings.
  package var forms: [Form]

  /// Where it is declared.
  public var span: Span

  /// The whole declaration.
  package var declaration: Span

  /// What the variables of `for` around the declaration stand for, by their names.
  package var parameters: [String: String]

  /// The words that its assembly syntax begins with, in lower case.
  public var mnemonics: [String]
}

/// One encoding of an instruction, and what it means.
package struct Form: Sendable {
  package var layout: Layout

  /// All fields of the form and of the operands below it.
  package var fieldCount: Int
  package var condition: Expression?
  package var syntax: [SyntaxPart]
  package var body: Block
  package var localCount: Int

  /// What the specification calls each of the locals; nil for those that it does not name.
  package var localNames: [String?]
  package var span: Span
}
