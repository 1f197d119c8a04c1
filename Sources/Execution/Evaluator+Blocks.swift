import ISAModel

/// Writes of one value to many units, as of a loop that clears a table, as few writes to blocks.
extension Evaluator {

  /// Whether a write is to the unit at an address.
  func reaches(_ write: MemoryWrite<Word>, _ address: Word) -> Word {
    guard write.openBits > 0 else { return domain.binary(.equal, write.address, address) }
    return domain.binary(.equal, block(of: write.address, write.openBits), block(of: address, write.openBits))
  }

  /// Joins the latest writes as long as two of them are the halves of a block.
  func joinWrites(_ space: MemorySpace) {
    let number = space.rawValue
    while case let last = state.writes[number].count - 1, last > settledWrites[number],
      let whole = joined(state.writes[number][last - 1], state.writes[number][last])
    {
      state.writes[number].removeLast()
      state.writes[number][last - 1] = whole
    }
  }

  /// The block that two writes make up; nil where they do not.
  private func joined(_ lower: MemoryWrite<Word>, _ upper: MemoryWrite<Word>) -> MemoryWrite<Word>? {
    let bit = lower.openBits
    guard bit == upper.openBits, bit + 1 < domain.width(lower.address), lower.guarded == upper.guarded,
      lower.value == upper.value, block(of: lower.address, bit + 1) == block(of: upper.address, bit + 1)
    else { return nil }
    func rest(_ write: MemoryWrite<Word>, is value: UInt128) -> Bool {
      let low = domain.extract(write.address, high: bit, low: 0)
      return domain.binary(.equal, low, domain.constant(value, width: bit + 1)) == trueWord
    }
    guard rest(lower, is: 0), rest(upper, is: 1 << UInt128(bit)) else { return nil }
    var whole = lower
    whole.openBits += 1
    return whole
  }

  /// The number of the block of so many bits that an address is in.
  private func block(of address: Word, _ bits: Int) -> Word {
    domain.extract(address, high: domain.width(address) - 1, low: bits)
  }
}
