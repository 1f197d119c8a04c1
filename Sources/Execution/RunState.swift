import ISALanguage
import ISAModel

/// A write to one unit of memory, or to a block of units that all get one value.
package struct MemoryWrite<Word: Equatable>: Equatable {

  /// When the write happens.
  package var guarded: Word
  package var address: Word
  package var value: Word

  /// How many low bits of the address are 0, and stand for all that they can be.
  package var openBits = 0

  package init(guarded: Word, address: Word, value: Word, openBits: Int = 0) {
    self.guarded = guarded
    self.address = address
    self.value = value
    self.openBits = openBits
  }
}

/// A way in which a run can leave its course.
package struct TrapRecord<Word: Equatable> {

  /// When this trap is the one that is taken.
  package var condition: Word
  package var trap: Int
  package var arguments: [Value<Word>]
  package var span: Span

  /// The components as they were when the trap was noticed.
  package var components: [Word]

  /// What had been written to both views of memory by then.
  package var writes: [[MemoryWrite<Word>]]
}

/// A state of the machine in the middle of an instruction.
package struct RunState<Word: Equatable> {
  package var components: [Word]

  /// The writes of both views of memory, in order.
  package var writes: [[MemoryWrite<Word>]] = [[], []]

  /// Whether the run has not trapped so far.
  package var alive: Word

  /// The same, as if no access were refused.
  package var aliveWithoutMemory: Word
}

/// What one run of an instruction comes to.
package struct RunResult<Word: Equatable> {

  /// The state after the run, where it completes.
  package var state: RunState<Word>
  package var traps: [TrapRecord<Word>]

  /// The bits that stand for unpredictable behaviour, 0 where it does not occur.
  package var unpredictable: [Word]

  /// Whether the instruction asks about accesses without making them.
  package var asksAboutAccess: Bool
}

/// Told what a run does, line by line.
package protocol RunObserver: AnyObject {
  func reads(component: Int, at span: Span)
  func writes(component: Int, at span: Span)
  func accesses(_ space: MemorySpace, isWrite: Bool, at span: Span)
}
