/// The type of a value.
package indirect enum Type: Sendable, Hashable {

  /// A bit vector.
  case bits(Int)

  /// A record: the number of its declaration.
  case record(Int)

  /// A tagged value: the number of its declaration.
  case enumeration(Int)

  /// No value.
  case nothing

  /// The type of what never yields a value because it traps.
  case never
}

/// A declared record.
package struct RecordType: Sendable {
  package var name: String
  package var fields: [(name: String, type: Type)]
}

/// A declared enum.
package struct EnumerationType: Sendable {
  package var name: String
  package var cases: [(name: String, fields: [(name: String, type: Type)])]

  /// The bits of the tag.
  package var tagWidth: Int {
    var width = 1
    while 1 << width < cases.count { width += 1 }
    return width
  }
}
