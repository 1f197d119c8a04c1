import ISAModel

/// What instructions are computed over: concrete words, or symbolic terms.
///
/// The evaluator is written once against this protocol, so that what is checked and what is run cannot drift
/// apart.
package protocol Domain: AnyObject {

  /// A bit vector of known width.
  associatedtype Word: Equatable

  func constant(_ value: UInt128, width: Int) -> Word
  func width(_ word: Word) -> Int
  func unary(_ operation: UnaryOperation, _ operand: Word) -> Word

  /// The operands have one width, except of a concatenation or a shift.
  func binary(_ operation: BinaryOperation, _ left: Word, _ right: Word) -> Word
  func extract(_ word: Word, high: Int, low: Int) -> Word
  func extend(_ word: Word, to width: Int, signed: Bool) -> Word
  func choose(_ condition: Word, _ then: Word, _ otherwise: Word) -> Word

  /// The truth of a one-bit word, where it is known on the present path.
  func decide(_ word: Word) -> Bool?

  /// Takes `word` for true until the assumptions are taken back.
  func assume(_ word: Word, _ truth: Bool)

  /// How many assumptions are held.
  var assumptionCount: Int { get }

  /// Takes back all but the first `count` assumptions.
  func retract(to count: Int)

  /// The unit of memory at `address` before the instruction.
  func load(_ space: MemorySpace, _ address: Word) -> Word

  /// Whether translation admits an access, in the present mode or in another one.
  func accessible(_ address: Word, _ kind: AccessKind, mode: Int?) -> Word

  /// Whether something stands at an address past translation.
  func present(_ address: Word) -> Word

  /// What a function of translation yields, and whether it admits the access, where the domain keeps
  /// translation abstract.
  func translated(_ function: Function, _ arguments: [Word]) -> (value: Word, admitted: Word)?

  /// The value that a manual leaves open; `key` names the place and the way to it.
  func undefined(width: Int, key: UInt64) -> Word

  /// One bit that stands for behaviour which a manual leaves open.
  func unpredictable(key: UInt64) -> Word
}
