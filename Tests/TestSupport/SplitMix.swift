/// A generator of random numbers that are the same on every run (Steele, Lea and Flood 2014).
package struct SplitMix: RandomNumberGenerator {

  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number below `limit`, 0 if that is 0.
  package mutating func below(_ limit: Int) -> Int {
    limit <= 0 ? 0 : Int(next() % UInt64(limit))
  }

  /// One of `choices`.
  package mutating func one<Value>(of choices: [Value]) -> Value { choices[below(choices.count)] }
}
