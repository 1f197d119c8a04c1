import Execution

/// What the allocator grants, as arithmetic over any words: it is computed when a monitor runs, and proven
/// over terms.
package struct AllocationRules<D: Domain> {

  package let domain: D
  package init(_ domain: D) { self.domain = domain }

  /// A window of the hardware for a window of a virtual machine: the place in the slice, and no more than the
  /// slice has.
  ///
  /// - Parameters:
  ///   - place: where the window begins in the virtual machine's memory.
  ///   - size: how many units it has, in a word that is one bit wider.
  ///   - base: where the slice begins in the hardware's memory.
  ///   - count: how many units the slice has, as wide as `size`.
  ///   - unit: what the hardware's window has a multiple of, a power of two.
  package func window(place: D.Word, size: D.Word, base: D.Word, count: D.Word, unit: Int) -> (
    place: D.Word, size: D.Word
  ) {
    let wide = domain.width(count)
    let begin = domain.extend(place, to: wide, signed: false)
    let isInside = domain.binary(.unsignedLess, begin, count)
    let left = domain.binary(.subtract, count, begin)
    let fits = domain.binary(.unsignedLessOrEqual, size, left)
    let nothing = domain.constant(0, width: wide)
    let most = domain.choose(isInside, domain.choose(fits, size, left), nothing)
    let granted = domain.binary(
      .and, most, domain.constant(~UInt128(unit - 1) & Bits.mask(wide), width: wide))
    let origin = domain.constant(0, width: domain.width(place))
    return (domain.binary(.add, base, domain.choose(isInside, place, origin)), granted)
  }

  /// A page of the hardware for a page of a virtual machine, and whether all of it is in the slice.
  package func page(place: D.Word, size: UInt128, base: D.Word, count: D.Word) -> (
    place: D.Word, isGranted: D.Word
  ) {
    let wide = domain.width(count)
    let begin = domain.extend(place, to: wide, signed: false)
    let units = domain.constant(size, width: wide)
    let isInside = domain.binary(
      .and, domain.binary(.unsignedLessOrEqual, units, count),
      domain.binary(.unsignedLessOrEqual, begin, domain.binary(.subtract, count, units)))
    return (domain.binary(.add, base, place), isInside)
  }

  /// A block of the hardware's device for a block of a virtual machine, and whether it has that block.
  package func block(_ block: D.Word, first: D.Word, count: D.Word) -> (block: D.Word, isGranted: D.Word) {
    (domain.binary(.add, first, block), domain.binary(.unsignedLess, block, count))
  }
}
