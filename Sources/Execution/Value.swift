/// What an expression yields.
package indirect enum Value<Word: Equatable>: Equatable {

  /// No value, or the value of what trapped.
  case none

  case word(Word)
  case record([Value])

  /// A tagged value. Fields of the cases that it cannot be are `none`.
  case tagged(Word, [[Value]])
}
