import ISALanguage
import ISAModel
import Reporting
import Virtualizability

/// Cuts what a reader wants to see out of a specification.
struct Excerpts {

  let machine: Machine
  let sources: SourceMap

  /// What is longer than this many lines is shown around what matters alone.
  private static let longest = 24

  /// How many lines around a guilty one are shown of something long.
  private static let around = 2

  /// The declaration of an instruction, and what else its guilty lines stand in.
  func meaning(of instruction: Instruction, guilty: [GuiltyLine]) -> [SourceExcerpt] {
    let own = instruction.declaration
    return [excerpt(of: own, around: nil)] + places(of: guilty, outside: own)
  }

  /// What guilty lines stand in, without those of `own`.
  func places(of guilty: [GuiltyLine], outside own: Span? = nil) -> [SourceExcerpt] {
    var found: [(span: Span, lines: Set<Int>)] = []
    for line in guilty {
      guard let file = sources.files.first(where: { $0.path == line.location.path }),
        file.lineStarts.indices.contains(line.location.line - 1)
      else { continue }
      let offset = file.lineStarts[line.location.line - 1] + max(0, line.location.column - 1)
      if let own, Int(own.file) == file.id, offset >= own.start, offset <= own.end { continue }
      let span = item(at: offset, in: file)
      if let known = found.firstIndex(where: { $0.span == span }) {
        found[known].lines.insert(line.location.line)
      } else {
        found.append((span, [line.location.line]))
      }
    }
    return found.map { excerpt(of: $0.span, around: $0.lines) }
  }

  /// The smallest item of the specification around a byte; the byte itself where there is none.
  private func item(at offset: Int, in file: SourceFile) -> Span {
    machine.declarations
      .filter { Int($0.file) == file.id && $0.start <= offset && offset <= $0.end }
      .min { $0.end - $0.start < $1.end - $1.start }
      ?? Span(file: file.id, start: offset, end: offset)
  }

  private func excerpt(of span: Span, around wanted: Set<Int>?) -> SourceExcerpt {
    let file = sources.file(of: span)
    let first = file.line(at: span.start)
    let last = file.line(at: max(span.start, span.end - 1))
    var lines = Array(first...last)
    if let wanted, lines.count > Self.longest {
      lines = lines.filter { number in
        number == first || wanted.contains { abs($0 - number) <= Self.around }
      }
    }
    return SourceExcerpt(path: file.path, lines: lines.map { (number: $0, text: file.text(ofLine: $0)) })
  }
}
