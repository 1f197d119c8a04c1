/// A set of requests, kinds of access with their addresses, as ranges of numbers in their order, apart from
/// one another.
struct RequestRanges: Equatable {

  typealias Range = ClosedRange<UInt128>

  private(set) var ranges: [Range]

  /// The union of `ranges`; ranges that touch become one.
  init(_ ranges: [Range] = []) {
    var result: [Range] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = result.last,
        last.upperBound >= range.lowerBound || last.upperBound + 1 == range.lowerBound
      {
        result[result.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
      } else {
        result.append(range)
      }
    }
    self.ranges = result
  }

  var isEmpty: Bool { ranges.isEmpty }

  /// What is in both.
  func intersection(_ other: RequestRanges) -> RequestRanges {
    var result: [Range] = []
    for one in ranges {
      for two in other.ranges where one.overlaps(two) { result.append(one.clamped(to: two)) }
    }
    return RequestRanges(result)
  }

  /// What is not in `other`.
  func subtracting(_ other: RequestRanges) -> RequestRanges {
    var result: [Range] = []
    for range in ranges {
      var low = range.lowerBound
      var isDone = false
      for hole in other.ranges where hole.overlaps(range) {
        if hole.lowerBound > low { result.append(low...(hole.lowerBound - 1)) }
        isDone = hole.upperBound >= range.upperBound
        if isDone { break }
        low = max(low, hole.upperBound + 1)
      }
      if !isDone { result.append(low...range.upperBound) }
    }
    return RequestRanges(result)
  }
}
