/// An encoding as a row of boxes.
struct EncodingView {

  struct Part {
    var text: String
    var kind: String

    /// How wide the box is in proportion to the others.
    var share: Int

    /// The number of bits; empty for an operand.
    var bits: String
  }

  var syntax: String?
  var parts: [Part]

  init(_ encoding: EncodingDescription) {
    syntax = encoding.syntax.isEmpty ? nil : encoding.syntax
    parts = encoding.parts.map { part in
      Part(
        text: part.text, kind: part.isConstant ? "fixed" : part.width == nil ? "operand" : "field",
        share: max(part.width ?? 6, 1), bits: part.width.map(String.init) ?? "…")
    }
  }
}
