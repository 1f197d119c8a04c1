import Synchronization

/// A value of the command line that knows what stands before it. The parser hands the values of each option over
/// by themselves, in the order of the command line.
struct Placed<Value: Sendable>: Sendable {

  /// The value.
  let value: Value

  /// Greater than that of everything before it.
  let place: Int

  init(_ value: Value) {
    self.value = value
    place = nextPlace.add(1, ordering: .relaxed).newValue
  }
}

/// Counts the values that were read.
private let nextPlace = Atomic(0)
