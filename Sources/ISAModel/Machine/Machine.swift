import ISALanguage

/// A machine: what a specification says, with every name resolved and every width known.
public struct Machine: Sendable {

  /// The name in the specification.
  public var name: String

  /// What people call it.
  public var title: String

  /// The machine that it extends.
  public var base: String?

  /// The features, in the order of their declaration, with their setting in this machine.
  public var features: [Feature]

  /// The documents that the specification cites.
  public var documents: [Document]

  /// The parts of the state.
  public var components: [Component]

  package var registers: [Register]
  package var memory: Memory?
  package var physicalMemory: Memory?
  package var translation: Function?

  /// What lies below the guest's own translation: where an address of `phys` stands that it, or anything else but
  /// this, has come to.
  package var secondStage: Function?

  /// The modes, the least privileged first.
  public var modes: [Mode]

  /// What a monitor guarantees while a guest runs.
  public var hostConditions: [Condition]

  /// What holds in every state.
  public var invariants: [Condition]

  /// The components that a monitor loads with the guest's own value.
  public var mirrored: [Int]

  /// The traps.
  public var traps: [Trap]

  package var interrupts: [Interrupt]
  package var reset: Function?
  package var installation: Installation?
  package var platform: Platform
  package var records: [RecordType]
  package var enumerations: [EnumerationType]
  package var names: [NameList]
  package var functions: [Function]
  package var operands: [Operand]
  package var stream: InstructionStream

  /// The instructions in the order of the specification.
  public var instructions: [Instruction]

  /// What the author expects.
  public var claims: [Claim]

  /// Where each item of the specification stands that this machine is made of.
  package var declarations: [Span]
}

/// A configuration option.
public struct Feature: Sendable {

  /// Its name.
  public var name: String

  /// What it is.
  public var title: String

  /// Its setting.
  public var isOn: Bool
}

/// A document that a specification cites.
public struct Document: Sendable {

  /// Its short name.
  public var name: String

  /// Its title.
  public var title: String
}

/// A processor mode.
public struct Mode: Sendable {

  /// Its name.
  public var name: String

  /// When the machine is in it.
  package var condition: Expression

  /// The condition as written.
  public var text: String

  /// The number of the real mode in which a guest runs that is in this mode.
  public var host: Int

  /// Where it is declared.
  public var span: Span
}

/// A condition over the state, with the words of the specification.
public struct Condition: Sendable {

  /// The number of the virtual mode that it holds in; nil for all.
  public var mode: Int?

  package var expression: Expression

  /// The condition as written.
  public var text: String

  /// Where it is written.
  public var span: Span
}

/// One of the views of memory.
package struct Memory: Sendable {
  package var parameters: [(name: String, width: Int)]
  package var unit: Int
  package var isBigEndian: Bool
  package var trap: Int?

  /// How many units of RAM the machine has, unless its user says otherwise.
  package var size: Int?
  package var span: Span

  /// The bits of an address, all its parts side by side.
  package var addressWidth: Int { parameters.reduce(0) { $0 + $1.width } }
}

/// The assembler's names of the values of a field.
package struct NameList: Sendable {
  package var name: String
  package var width: Int
  package var texts: [String]
}

/// What an author expects of a verdict.
public struct Claim: Sendable {

  /// What is expected.
  public enum Kind: Sendable {

    /// An instruction is, or is not, in a class.
    case classified(instruction: String, class: String, negated: Bool)

    /// An instruction violates, or does not, by one rule or by any.
    case violates(instruction: String, rule: String?, negated: Bool)

    /// An instruction passes, or fails, direct execution.
    case direct(instruction: String, passes: Bool)

    /// A verdict of the machine.
    case verdict(name: String, holds: Bool)
  }

  /// What is expected.
  public var kind: Kind

  /// Where it is claimed.
  public var span: Span
}
