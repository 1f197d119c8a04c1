/// A term of a `TermStore`: a bit vector of 1...128 bits. Booleans are 1-bit vectors.
///
/// A term is only an index; it means something together with the store that made it.
public struct Term: Hashable, Sendable {
  /// The position in the arena of the store; what a term is made of has smaller indices.
  public let index: Int32

  @inline(__always)
  init(_ index: Int32) { self.index = index }

  /// Equal terms of one store are the same bit vector, by hash consing.
  @inlinable
  public static func == (a: Term, b: Term) -> Bool { a.index == b.index }

  /// Feeds the index to the hasher.
  @inlinable
  public func hash(into hasher: inout Hasher) { hasher.combine(index) }
}

/// An uninterpreted function symbol of a `TermStore`.
public struct Function: Hashable, Sendable {
  /// The number of the function in order of first creation.
  public let index: Int32

  @inline(__always)
  init(_ index: Int32) { self.index = index }
}
