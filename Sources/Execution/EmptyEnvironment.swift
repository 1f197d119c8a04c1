import ISAModel

/// An environment without memory, for expressions over registers and encodings alone.
package final class EmptyEnvironment: ConcreteEnvironment, Sendable {

  package static let shared = EmptyEnvironment()

  package func load(_ space: MemorySpace, _ address: UInt128) -> UInt128 { 0 }
  package func accessible(_ address: UInt128, _ kind: AccessKind, mode: Int?) -> Bool { true }
  package func translated(_ name: String, _ arguments: [UInt128]) -> UInt128?? { nil }
  package func undefined(width: Int, key: UInt64) -> UInt128 { 0 }
  package func unpredictable(key: UInt64) -> Bool { false }
}
