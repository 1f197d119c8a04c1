/// What stands at the other end of a console.
package protocol CharacterStream: AnyObject {

  /// Takes a character of the machine. Why it could not is kept in `failure`.
  func send(_ byte: UInt8)

  /// The next character for the machine.
  func receive(_ patience: Patience) -> Reception

  /// Whether characters come when they like, and not as fast as they are taken.
  var isLive: Bool { get }

  /// Whether somebody who reads, and is told that there is nothing, can be made to wait for it.
  var mayWait: Bool { get }

  /// Why a character could not be sent.
  var failure: String? { get }
}

/// Whether a character is waited for.
package enum Patience: Sendable { case none, wait }

/// What came of asking for a character.
package enum Reception: Sendable, Equatable {
  case byte(UInt8)
  case nothing

  /// No character will come any more.
  case end
}

/// A console whose input is known and whose output is kept.
package final class MemoryStream: CharacterStream {

  private var input: ArraySlice<UInt8>

  /// What was sent.
  package private(set) var output: [UInt8] = []

  package init(input: [UInt8] = []) { self.input = input[...] }

  package func send(_ byte: UInt8) { output.append(byte) }
  package func receive(_ patience: Patience) -> Reception { input.popFirst().map { .byte($0) } ?? .end }
  package var isLive: Bool { false }
  package var mayWait: Bool { true }
  package var failure: String? { nil }
}

/// What a block device keeps its blocks in.
package protocol BlockStorage: AnyObject {

  /// The block of this number; nil where there is none, or where it cannot be read.
  func read(_ block: UInt128, size: Int) -> [UInt8]?

  /// Keeps a block; false where it cannot be kept.
  func write(_ block: UInt128, _ bytes: [UInt8]) -> Bool
}
