import ISALanguage

/// A function, made for one choice of its static parameters.
package struct Function: Sendable {
  package var name: String

  /// The values of the static parameters that it was made for, as the specification would write them.
  package var variant: [String] = []

  /// The types of the parameters; they arrive in the first locals.
  package var parameters: [Type]
  package var result: Type
  package var body: Block

  /// The number of locals.
  package var localCount: Int

  /// What the specification calls each of the locals; nil for those that it does not name.
  package var localNames: [String?]

  /// Whether it belongs to translation: the checks of virtualizability know only that its result, and whether
  /// it traps for memory, is a function of its arguments and of the relocation state. All parameters and the
  /// result are bits.
  package var isTranslation = false
}

extension Function {

  /// The function without parameters that yields the value of an expression without locals of its own.
  package init(yielding expression: Expression, _ result: Type = .bits(1)) {
    self.init(
      name: "", parameters: [], result: result, body: Block(result: expression), localCount: 0, localNames: []
    )
  }
}

/// A way that a machine leaves its course.
public struct Trap: Sendable {

  /// What a trap means to a monitor.
  public enum Class: String, Sendable, CaseIterable {

    /// Translation refused an access.
    case memory

    /// Refused because of the mode.
    case privilege

    /// A deliberate call of the supervisor.
    case service

    /// Everything else.
    case fault
  }

  /// The name in the specification.
  public var name: String

  /// What it means.
  public var trapClass: Class

  /// Whether the state is left as it was when the trap was noticed.
  public var isImprecise: Bool

  /// The types of what it carries.
  package var parameters: [Type]

  /// How it is delivered, as a function of what it carries.
  package var entry: Function?

  /// Where it is declared.
  public var span: Span
}

/// An interrupt.
package struct Interrupt: Sendable {
  package var name: String
  package var priority: Int
  package var condition: Expression
  package var entry: Function
  package var span: Span
}
