/// `install { nothing { … } window(place, size) { … } keeps { … } }`, or `page(…) size n { … }` instead of
/// `window`.
package struct InstallSyntax: Sendable {

  /// `window(place, size) [size n] { … }` or `page(address, place, write, turn) size n { … }`
  package struct Mapping: Sendable {

    /// `window` or `page`.
    package var kind: Identifier
    package var parameters: [Identifier]

    /// The units of a page; of a window, what its place and its size are multiples of.
    package var size: ExpressionSyntax?
    package var body: BlockSyntax
  }

  /// The units of memory that tables take: `memory n`.
  package var memory: ExpressionSyntax?

  /// What the monitor's hardware has besides what the host condition says.
  package var host: [ExpressionSyntax]
  package var nothing: BlockSyntax?
  package var mapping: Mapping?
  package var keeps: [ExpressionSyntax]
}
