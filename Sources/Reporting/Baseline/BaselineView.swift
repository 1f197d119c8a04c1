import Virtualizability

/// A baseline as a report needs it: what came out, and where its entries are written.
public struct BaselineView: Sendable {

  /// How the findings stand.
  public var comparison: BaselineComparison

  /// The path of the baseline as the user named it.
  public var file: String

  /// The line of the file on which each fingerprint stands first.
  private let lines: [String: Int]

  /// Makes a view of the baseline in `file`, which holds `text`.
  public init(_ comparison: BaselineComparison, file: String, text: String) {
    self.comparison = comparison
    self.file = file
    var lines: [String: Int] = [:]
    let wanted = Set(comparison.issues.map(\.entry.fingerprint))
    if !wanted.isEmpty {
      for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
        for word in line.split(separator: "\"").map(String.init) where wanted.contains(word) {
          lines[word] = lines[word] ?? number + 1
        }
      }
    }
    self.lines = lines
  }

  /// Where `entry` is written.
  func location(of entry: Baseline.Entry) -> SourceLocation {
    SourceLocation(path: file, line: lines[entry.fingerprint] ?? 1, column: 1)
  }
}

extension BaselineComparison.Standing {

  /// The standing in one word, as the JSON report names it.
  var name: String {
    switch self {
    case .new: "new"
    case .accepted: "accepted"
    case .expired: "expired"
    case .changed: "changed"
    }
  }
}
