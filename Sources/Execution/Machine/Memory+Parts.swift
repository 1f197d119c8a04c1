import ISAModel

extension Memory {

  /// The parts of an address that holds them side by side, the first one highest.
  package func parts(of address: UInt128) -> [Bits] {
    var rest = addressWidth
    return parameters.map { part in
      rest -= part.width
      return Bits(address >> UInt128(rest) & Bits.mask(part.width), width: part.width)
    }
  }
}
