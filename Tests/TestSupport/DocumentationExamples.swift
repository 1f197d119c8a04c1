import Foundation
import Testing

/// The fenced blocks of `docs/language.md`.
package struct DocumentationExample: CustomTestStringConvertible, Sendable {

  /// What the fence says: `isa`, `items`, `prelude`.
  package var kind: String

  /// What stands between the fences.
  package var text: String

  /// The line of the opening fence.
  package var line: Int

  package var testDescription: String { "\(kind), line \(line)" }

  /// All examples of `kind`.
  package static func all(_ kind: String) -> [DocumentationExample] { examples.filter { $0.kind == kind } }

  /// The example as a whole file: items stand at the end of the machine of the prelude.
  package var whole: String {
    guard kind == "items", let prelude = Self.all("prelude").first?.text else { return text }
    let brace = prelude.lastIndex(of: "}") ?? prelude.endIndex
    let instruction =
      text.contains("instruction ")
      ? ""
      : "instruction NOTHING \"Do nothing\" { source MANUAL \"p. 0\" encode 0xFF syntax \"nothing\" do { } }\n"
    return prelude[..<brace] + text + "\n" + instruction + prelude[brace...]
  }

  private static let examples: [DocumentationExample] = {
    let lines = ((try? Repository.text("docs/language.md")) ?? "").components(separatedBy: "\n")
    var result: [DocumentationExample] = []
    var open: DocumentationExample?
    for (index, line) in lines.enumerated() {
      if line.hasPrefix("```") {
        if let example = open { result.append(example) }
        open =
          open == nil ? DocumentationExample(kind: String(line.dropFirst(3)), text: "", line: index + 1) : nil
      } else {
        open?.text += line + "\n"
      }
    }
    return result
  }()
}
