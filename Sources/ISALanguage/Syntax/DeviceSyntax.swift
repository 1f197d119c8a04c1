/// `device NAME: kind { register = place, … }`
package struct DeviceSyntax: Sendable {

  /// What one register of the kind is in this machine.
  package struct Binding: Sendable {
    package var name: Identifier
    package var value: ExpressionSyntax
  }

  package var name: Identifier
  package var kind: Identifier
  package var bindings: [Binding]
}

/// `mapped phys[low..<high] { read(offset) { … } write(offset, value) { … } }`
package struct MappedSyntax: Sendable {

  /// One direction of an access.
  package struct Part: Sendable {
    package var offset: Identifier
    package var value: Identifier?
    package var body: BlockSyntax
  }

  package var low: ExpressionSyntax
  package var high: ExpressionSyntax
  package var read: Part?
  package var write: Part?
}
