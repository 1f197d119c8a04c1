@testable import Reporting
@testable import Virtualizability

/// What the specification of the sample machine would say.
enum SampleDescription {

  static let broken = MachineReport(
    report: SampleReport.broken,
    description: MachineDescription(
      base: "tidy", documents: [("MANUAL", "The <Sample> Manual")],
      featureTitles: ["fast": "Faster than \"usual\"", "mended": "What was learnt"],
      words: SampleReport.words,
      instructions: [
        "LEAVE": InstructionDescription(
          encodings: [
            EncodingDescription(
              parts: [
                .init(text: "0100", width: 4, isConstant: true),
                .init(text: "r", width: 3, isConstant: false),
                .init(text: "to", width: nil, isConstant: false),
              ], syntax: "leave r{r},{to}")
          ], parameters: [("size", "16")],
          meaning: [
            SourceExcerpt(
              path: "specs/sample.isa",
              lines: [
                (20, "  instruction LEAVE \"Leave the kernel\" {"), (23, "    STATUS.mode = new.mode"),
                (24, "    if a < b && c { }"), (25, "  }"),
              ])
          ],
          replays: [
            0: ReplayDescription(
              program: "; PG101\n        leave r1,0x10\n",
              transcript: .init(
                command: "pgcheck vectors specs/sample.isa <<'END'\n{}\nEND\n", output: "{\"a\":1}\n"))
          ])
      ],
      addresses: [
        [
          SourceExcerpt(
            path: "specs/sample.isa",
            lines: [(4, "  translate {"), (5, "    require kernel else trap refused"), (6, "  }")])
        ]
      ]))

  static let clean = MachineReport(
    report: SampleReport.clean,
    description: MachineDescription(
      documents: [], featureTitles: [:],
      words: Vocabulary(modes: [], hostConditions: [], resources: [], mirrored: []), instructions: [:]))

  /// The broken machine, and one in which LEAVE is privileged, CLOCK tells the time no more, and LOOK is left out.
  static let generations = Generations(
    title: "Samples",
    steps: [
      .init(report: SampleReport.broken, label: "sample", change: "The Sample Machine", page: "sample"),
      .init(report: mended, label: "sample + mended", change: "What was learnt", page: "sample-mended"),
    ])

  /// The page on the mended one.
  static let configuration = MachineReport(
    report: mended, description: broken.description, features: ["mended"], title: "What was learnt")

  static var mended: Report {
    var report = SampleReport.broken
    report.instructions.removeAll { $0.name == "LOOK" }
    for index in report.instructions.indices where report.instructions[index].name == "LEAVE" {
      report.instructions[index].classes = [.privileged, .controlSensitive]
      report.instructions[index].findings = []
      report.instructions[index].directExecution = .passes
    }
    return report
  }
}
