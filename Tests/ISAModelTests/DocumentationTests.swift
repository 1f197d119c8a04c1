import ISALanguage
import ISAModel
import TestSupport
import Testing

/// The examples of `docs/language.md` are right, and formatting leaves their meaning alone.
struct DocumentationTests {

  static let examples =
    DocumentationExample.all("prelude") + DocumentationExample.all("isa") + DocumentationExample.all("items")

  @Test func thereAreExamples() {
    #expect(DocumentationExample.all("prelude").count == 1)
    #expect(DocumentationExample.all("isa").count > 1)
    #expect(DocumentationExample.all("items").count > 5)
  }

  @Test(arguments: examples)
  func exampleIsRight(example: DocumentationExample) {
    let text = example.kind == "prelude" ? Self.withInstruction(example.text) : example.whole
    let elaborated = Elaborated(text)
    #expect(elaborated.summary.isEmpty, "\(elaborated.errors)")
    #expect(!elaborated.machines.isEmpty)
    let formatted = Formatter.format(SourceFile(id: 0, path: "test.isa", bytes: Array(text.utf8)))
    let again = Elaborated(formatted)
    #expect(again.machines.map { meaningDump($0) } == elaborated.machines.map { meaningDump($0) })
  }

  /// The prelude has no instruction, since each example brings its own.
  private static func withInstruction(_ prelude: String) -> String {
    let brace = prelude.lastIndex(of: "}") ?? prelude.endIndex
    return prelude[..<brace] + "instruction A { source MANUAL \"p. 0\" encode 0xFF do { } }\n"
      + prelude[brace...]
  }
}
