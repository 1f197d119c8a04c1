import Monitor

/// Conformance programs in rows: what each has done in every way, and what the monitor next to it did.
struct ConformanceTable {

  var header: [String]
  var rows: [[String]]

  /// - Parameter showsTime: whether the last column is the time under the monitor over the time on the bare machine,
  ///   which is another one in every run.
  init(_ results: [ConformanceResult], showsTime: Bool) {
    let depths = results.first?.ways.map(\.depth) ?? []
    header =
      ["program", "steps"] + depths.map { $0 == 1 ? "monitored" : "depth \($0)" }
      + ["together", "direct", "emulated", "reflected", "fills"] + (showsTime ? [] : ["switches"])
      + ["share direct"] + (showsTime ? ["time"] : [])
    rows = results.map { Self.row($0, showsTime) }
  }

  private static func row(_ result: ConformanceResult, _ showsTime: Bool) -> [String] {
    let statistics = result.ways.first?.statistics ?? MonitorStatistics()
    let ratio = result.ways.first.map { $0.seconds / max(result.bareSeconds, 1e-6) }
    var counts = [statistics.direct, statistics.emulated, statistics.reflected, statistics.fills]
    if !showsTime { counts.append(statistics.switches) }
    return [result.name, "\(result.steps)"] + result.ways.map { answer($0.isEqual) }
      + [result.together.map { answer($0.isEmpty) } ?? ""] + counts.map { "\($0)" }
      + [ConformanceText.percent(statistics.shareDirect)]
      + (showsTime ? [ratio.map { "\(ConformanceText.fixed($0, places: 2)) ×" } ?? ""] : [])
  }

  /// What stands in a cell for a program that does the same, and one that does not.
  static func answer(_ isEqual: Bool) -> String { isEqual ? "same" : "DIFFERS" }
}

extension ConformanceSummary {

  /// What came of the generated tests, a sentence or one for each test that differs.
  var generatedWords: [String] {
    guard let generated else { return [] }
    let different = generated.ways.flatMap { way in
      way.different.map {
        "\($0.name) at depth \(way.depth) differs in \($0.differences.prefix(6).joined(separator: ", "))"
      }
    }
    let depths = generated.ways.map { "\($0.depth)" }
    let places = depths.count > 1 ? "depths \(depths.joined(separator: ", "))" : "depth \(depths.joined())"
    let names = Set(generated.ways.flatMap { $0.different.map(\.name) })
    return different + [
      "\(generated.count - names.count) of \(generated.count) generated tests do the same at \(places)"
    ]
  }

  /// What came of single steps: a sentence for each test that differs, and one for all.
  var stepWords: [String] {
    guard let steps else { return [] }
    let different = steps.different.map {
      "\($0.name) differs in \($0.differences.prefix(6).joined(separator: ", ")) after one step"
    }
    return different + [
      "\(steps.count - different.count) of \(steps.count) generated tests of \(steps.instructions) instructions "
        + "without a violation do the same in one step on hardware in the host state; \(steps.direct) complete there"
    ]
  }
}
