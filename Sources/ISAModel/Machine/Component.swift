import ISALanguage

/// Whose a part of the state is, after PG74.
public enum Role: String, Sendable, CaseIterable {

  /// What a program owns and may see (PG74: E and P).
  case guest

  /// What decides privilege (PG74: M).
  case mode

  /// What decides which memory a program reaches (PG74: R).
  case relocation

  /// Every other resource that a monitor must own.
  case control

  /// Clocks and counters.
  case time
}

/// The smallest part of the state that has a role of its own: a register, an element of a register array, or
/// a field.
public struct Component: Sendable {

  /// The name as the specification would write it: `EFLAGS.IF`, `D[3]`.
  public var name: String

  /// The number of bits.
  public var width: Int

  /// Whose it is.
  public var role: Role

  /// Its value after reset.
  public var reset: UInt128

  /// Where it is declared.
  public var span: Span
}

/// A declared register or register array, laid out over components.
///
/// Component `firstComponent + element * namedFields + f` holds the f-th named field of an element.
package struct Register: Sendable {

  /// Bits of a register, from the high end down.
  package struct Part: Sendable {

    /// What the bits are.
    package enum Kind: Sendable {

      /// The n-th component of an element.
      case field(Int, name: String?)

      /// Bits that always read so.
      case fixed(UInt128)
    }

    package var kind: Kind
    package var high: Int
    package var low: Int
  }

  package var name: String
  package var width: Int

  /// The number of elements of an array; nil for a single register.
  package var count: Int?

  /// The parts of an element, the highest first; they cover all bits.
  package var parts: [Part]

  package var firstComponent: Int
  package var fieldsPerElement: Int
  package var span: Span

  package func component(field: Int, element: Int) -> Int {
    firstComponent + element * fieldsPerElement + field
  }

  package func part(named name: String) -> Part? {
    parts.first { part in
      if case .field(_, name: name) = part.kind { true } else { false }
    }
  }

  /// Whether the fields have names.
  package var hasFields: Bool {
    parts.contains { part in
      if case .field(_, name: .some) = part.kind { true } else { false }
    }
  }
}
