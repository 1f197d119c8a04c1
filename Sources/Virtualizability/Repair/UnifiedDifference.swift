/// The difference of two texts in the form that `patch` and `git apply` read.
enum UnifiedDifference {

  /// The lines that are shown around what changed.
  private static let context = 3

  /// A line with what became of it.
  private struct Line {
    enum Fate { case kept, removed, added }
    var fate: Fate
    var text: Substring

    /// The numbers of lines before it in either text.
    var old: Int
    var new: Int

    var isLastWithoutEnd = false
  }

  /// The difference of the file at `path`; empty where the texts are the same.
  static func text(path: String, old: String, new: String) -> String {
    guard old != new else { return "" }
    let lines = aligned(old, new)
    var result = ""
    for hunk in hunks(of: lines) {
      let part = lines[hunk]
      let removed = part.count { $0.fate != .added }
      let added = part.count { $0.fate != .removed }
      let first = part[hunk.lowerBound]
      result += "@@ -\(range(first.old, removed)) +\(range(first.new, added)) @@\n"
      for line in part {
        let sign =
          switch line.fate {
          case .kept: " "
          case .removed: "-"
          case .added: "+"
          }
        result += "\(sign)\(line.text)\n"
        if line.isLastWithoutEnd { result += "\\ No newline at end of file\n" }
      }
    }
    return head(path) + result
  }

  /// The lines that name the file.
  static func head(_ path: String) -> String {
    let isPlain = !path.hasPrefix("/") && !path.hasPrefix("../")
    let names = isPlain ? ("a/\(path)", "b/\(path)") : (path, path)
    return "--- \(names.0)\n+++ \(names.1)\n"
  }

  private static func range(_ before: Int, _ count: Int) -> String {
    let start = count == 0 ? before : before + 1
    return count == 1 ? "\(start)" : "\(start),\(count)"
  }

  private static func split(_ text: String) -> (lines: [Substring], lacksEnd: Bool) {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let lacksEnd = lines.last?.isEmpty == false
    if !lacksEnd, !lines.isEmpty { lines.removeLast() }
    return (lines, lacksEnd)
  }

  private static func aligned(_ old: String, _ new: String) -> [Line] {
    let (oldLines, oldLacksEnd) = split(old)
    let (newLines, newLacksEnd) = split(new)
    // A last line without its end is another line than one with it.
    func marked(_ lines: [Substring], _ lacksEnd: Bool) -> [Substring] {
      lacksEnd ? lines.dropLast() + [(lines.last ?? "") + "\n"] : lines
    }
    let difference = marked(newLines, newLacksEnd).difference(from: marked(oldLines, oldLacksEnd))
    var removed: Set<Int> = []
    var added: Set<Int> = []
    for change in difference {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): added.insert(offset)
      }
    }
    var result: [Line] = []
    var one = 0
    var other = 0
    while one < oldLines.count || other < newLines.count {
      if one < oldLines.count, removed.contains(one) {
        result.append(Line(fate: .removed, text: oldLines[one], old: one, new: other))
        result[result.count - 1].isLastWithoutEnd = oldLacksEnd && one == oldLines.count - 1
        one += 1
      } else if other < newLines.count, added.contains(other) {
        result.append(Line(fate: .added, text: newLines[other], old: one, new: other))
        result[result.count - 1].isLastWithoutEnd = newLacksEnd && other == newLines.count - 1
        other += 1
      } else {
        guard one < oldLines.count, other < newLines.count else { break }
        result.append(Line(fate: .kept, text: oldLines[one], old: one, new: other))
        result[result.count - 1].isLastWithoutEnd = oldLacksEnd && one == oldLines.count - 1
        one += 1
        other += 1
      }
    }
    return result
  }

  /// The stretches that are shown: what changed with its surroundings, together where these touch.
  private static func hunks(of lines: [Line]) -> [Range<Int>] {
    var result: [Range<Int>] = []
    for (number, line) in lines.enumerated() where line.fate != .kept {
      let range = max(0, number - context)..<min(lines.count, number + context + 1)
      if let last = result.last, last.upperBound >= range.lowerBound {
        result[result.count - 1] = last.lowerBound..<range.upperBound
      } else {
        result.append(range)
      }
    }
    return result
  }
}
