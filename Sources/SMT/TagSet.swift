/// A set of tags 0...127; all tags from 127 upwards share bit 127.
public struct TagSet: Sendable, Hashable {
  /// Bit k is set when tag k is a member.
  public var bits: UInt128

  /// The set with these member bits.
  public init(bits: UInt128 = 0) { self.bits = bits }

  /// The set of one tag; tags above 127 count as 127. The tag must not be negative.
  public init(tag: Int) {
    precondition(tag >= 0, "a tag is not negative")
    bits = UInt128(1) << UInt128(min(tag, 127))
  }

  /// Whether no tag is a member.
  public var isEmpty: Bool { bits == 0 }

  /// The number of members.
  public var count: Int { bits.nonzeroBitCount }

  /// Whether the tag (or, from 127 upwards, any tag that shares its bit) is a member.
  public func contains(_ tag: Int) -> Bool { !intersection(TagSet(tag: tag)).isEmpty }

  /// Whether every member stands for one tag alone.
  var isUnshared: Bool { !contains(127) }

  /// The tags in either set.
  public func union(_ other: TagSet) -> TagSet { TagSet(bits: bits | other.bits) }

  /// The tags in both sets.
  public func intersection(_ other: TagSet) -> TagSet { TagSet(bits: bits & other.bits) }

  /// The tags in this set that are not in the other.
  public func subtracting(_ other: TagSet) -> TagSet { TagSet(bits: bits & ~other.bits) }

  /// Whether every member is in the other set.
  public func isSubset(of other: TagSet) -> Bool { bits & ~other.bits == 0 }

  /// Whether the sets share no tag.
  public func isDisjoint(with other: TagSet) -> Bool { bits & other.bits == 0 }

  /// Adds the members of the other set.
  public mutating func formUnion(_ other: TagSet) { bits |= other.bits }

  /// Adds one tag.
  public mutating func insert(_ tag: Int) { formUnion(TagSet(tag: tag)) }
}
