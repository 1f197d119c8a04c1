/// A bit vector of up to 128 bits.
package struct Bits: Hashable, Sendable {

  /// The value; bits beyond the width are 0.
  package let value: UInt128
  package let width: Int

  package init(_ value: UInt128, width: Int) {
    self.value = value & Bits.mask(width)
    self.width = width
  }

  package static func mask(_ width: Int) -> UInt128 {
    width >= 128 ? .max : (1 << UInt128(width)) - 1
  }

  /// The value as a signed number.
  package var signed: Int128 {
    let shift = UInt128(128 - width)
    return Int128(bitPattern: value << shift) >> Int128(shift)
  }
}
