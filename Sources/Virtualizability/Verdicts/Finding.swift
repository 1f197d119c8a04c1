import ISALanguage

/// Where something is written.
public typealias SourceLocation = ISALanguage.SourceLocation

/// One thing that is wrong with one instruction, with its proof.
public struct Finding: Sendable {

  /// The rule that found it.
  public var rule: Rule

  /// The resources that cause it: those that can change (PG101, PG110), or whose difference alone is enough.
  public var components: [String]

  /// What is wrong, in one sentence.
  public var message: String

  /// Stands for the finding as long as its meaning stays: made of the rule, the instruction's normalised
  /// meaning and the kind of witness.
  public var fingerprint: String

  /// The executions that prove it.
  public var witness: Witness

  /// The lines of the specification that cause it, the most telling first, with the text of each.
  public var lines: [GuiltyLine]

  /// What the lines were made of.
  package var spans: [GuiltySpan] = []
}

/// A line of the specification that took part in a violation.
public struct GuiltyLine: Sendable, Hashable {

  /// Where it is.
  public var location: SourceLocation

  /// The line as written, without the spaces around it.
  public var text: String

  /// What it did: `reads CPL`, `changes EFLAGS.IF`, `traps with privilege_violation`.
  public var role: String

  /// Whether the first execution of the witness ran it.
  public var isInFirst = true

  /// Whether the second one did.
  public var isInSecond = true

  /// Whether it is the same line in the same role, whoever ran it.
  func isSame(as other: GuiltyLine) -> Bool {
    location == other.location && text == other.text && role == other.role
  }
}

/// Two executions of one instruction that show a finding. A witness is data: reports render it, tests load
/// it.
public struct Witness: Sendable {

  /// One of the two executions.
  public struct Execution: Sendable {

    /// What the state stands for: `virtual machine`, `hardware`, or the name of its mode.
    public var label: String

    /// The mode that the machine is in.
    public var mode: String

    /// The components that matter here, in the order of their declaration.
    public var before: [Setting]

    /// What memory holds and translation admits, as far as the execution looks.
    public var memory: [MemoryCell]

    /// How it ends.
    public var outcome: Outcome

    /// The components that the execution changed, or that differ from the other execution's, with their
    /// values after it.
    public var after: [Setting]

    /// The memory that it wrote.
    public var written: [MemoryCell]

    /// What it rests on besides.
    package var background = Background()
  }

  /// What a reader of an execution need not look at, and whoever runs it again needs.
  package struct Background: Sendable, Hashable {

    /// The components that are not shown, and not 0.
    package var components: [Setting] = []

    /// What functions of translation have answered.
    package var translations: [Translation] = []

    /// What was chosen where the specification says `undefined`.
    package var undefined: [Choice] = []

    /// Where behaviour that is unpredictable was the other one.
    package var unpredictable: [UInt64] = []
  }

  /// The answer of a function of translation.
  package struct Translation: Sendable, Hashable {
    package var name: String
    package var arguments: [UInt128]

    /// Where it has led; nil where it has refused.
    package var place: UInt128?
  }

  /// The value of something that the specification leaves open.
  package struct Choice: Sendable, Hashable {
    package var key: UInt64

    /// In bits.
    package var width: Int
    package var value: UInt128
  }

  /// A component and its value.
  public struct Setting: Sendable, Hashable {

    /// The component's name.
    public var name: String

    /// Its value.
    public var value: UInt128

    /// Its width in bits.
    public var width: Int

    /// Whether the other execution has another value here.
    public var differs: Bool
  }

  /// A place of memory.
  public struct MemoryCell: Sendable, Hashable {

    /// `mem` or `phys`.
    public var space: String

    /// The parts of its address, with their widths in bits.
    public var address: [Setting]

    /// What it holds, in bits of one unit; nil for an access that translation refuses.
    public var value: UInt128?

    /// The width of a unit.
    public var width: Int

    /// Whether the other execution finds or leaves something else here.
    public var differs: Bool
  }

  /// How an execution ends.
  public enum Outcome: Sendable, Equatable {

    /// It completes.
    case completes

    /// It traps: the trap's name and class.
    case traps(String, class: String)
  }

  /// The instruction in assembly syntax, or its name where the specification gives none.
  public var assembly: String

  /// The units of the instruction word, in hexadecimal.
  public var encoding: [String]

  /// The resources in which the two states differ.
  public var differing: [String]

  /// The state in which the instruction does what a monitor would have to see; the virtual machine for PG201.
  public var first: Execution

  /// The user state in which it completes; the hardware for PG201. Nil where one state is the whole proof.
  public var second: Execution?

  /// What the two executions prove, in one sentence.
  public var claim: String
}
