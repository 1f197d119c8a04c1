import Virtualizability

/// What the page of a machine shows.
struct MachinePage {

  struct Verdict {
    var label: String
    var meaning: String
    var answers: [Answer]
  }

  struct Answer {
    var sign: String
    var word: String
    var tone: String

    init(_ verdict: Virtualizability.Verdict?) {
      switch verdict {
      case .holds: (sign, word, tone) = ("✓", "holds", "good")
      case .violated: (sign, word, tone) = ("✗", "violated", "bad")
      case .inconclusive: (sign, word, tone) = ("?", "inconclusive", "doubtful")
      case nil: (sign, word, tone) = ("–", "not asked", "quiet")
      }
    }
  }

  struct Model {
    var label: String
    var meaning: String
  }

  struct Feature {
    var label: String
    var meaning: String
    var setting: String
  }

  struct Assumption {
    var text: String
    /// Whether it is a condition as the specification has it.
    var isCondition: Bool
  }

  struct Assumptions {
    var kind: String
    var items: [Assumption]
  }

  struct Document {
    var label: String
    var title: String
  }

  struct Claim {
    var location: String
    var text: String
    var message: String
  }

  struct Column {
    var label: String
    var meaning: String
  }

  /// Instructions that share what is to be said of them.
  struct Group {
    var id: String
    var label: String
    var count: Int
    var note: String?
    /// Whether each instruction is folded up.
    var isFolded: Bool
    var instructions: [InstructionView]
  }

  var title: String
  var name: String
  var file: String
  var digest: String
  var tool: String
  var hasIndex: Bool
  var tone: String
  var headline: String
  var reasons: String
  var advice: String
  var isPartial: Bool
  var models: [Model]
  var verdicts: [Verdict]
  var hasFeatures: Bool
  var features: [Feature]
  var base: String?
  var counts: String
  var addressWords: String?
  var assumptions: [Assumptions]
  var hasDocuments: Bool
  var documents: [Document]
  var failedClaims: [Claim]
  var hasFailedClaims: Bool
  var diagrams: [SetDiagram]
  var diagramWords: String
  var columns: [Column]
  var rows: [InstructionRow]
  var total: Int
  var matrix: AccessMatrix?
  var addresses: AddressView?
  var conformance: ConformanceView?
  var groups: [Group]

  init(_ machine: MachineReport, tool: Tool, hasIndex: Bool) {
    let report = machine.report
    title = machine.pageTitle
    name = machine.label
    file = report.file
    digest = report.sha256
    self.tool = tool.words
    self.hasIndex = hasIndex
    let conclusion = report.conclusionWords
    (tone, headline, reasons) = (conclusion.tone, conclusion.headline, conclusion.reasons)
    advice = report.advice
    isPartial = report.isPartial
    let order = report.modelsInOrder
    models = order.map { Model(label: $0.title, meaning: $0.meaning) }
    verdicts = Question.all.map { question in
      Verdict(
        label: question.name, meaning: question.meaning,
        answers: order.map { Answer(report.verdicts[$0]?[keyPath: question.verdict]) })
    }
    features = report.features.map {
      Feature(
        label: $0.name, meaning: machine.description.featureTitles[$0.name] ?? "",
        setting: $0.isOn ? "on" : "off")
    }
    hasFeatures = !features.isEmpty
    base = machine.description.base
    counts = report.countWords
    addressWords = report.addressWords
    assumptions = Self.assumptions(report)
    documents = machine.description.documents.map { Document(label: $0.name, title: $0.title) }
    hasDocuments = !documents.isEmpty
    failedClaims = report.failedClaims.map {
      Claim(location: $0.location.text, text: $0.text, message: $0.message)
    }
    hasFailedClaims = !failedClaims.isEmpty
    diagrams = [
      SetDiagram(report.instructions, width: 920, id: "wide"),
      SetDiagram(report.instructions, width: 344, id: "narrow"),
    ]
    diagramWords = SetRegions(report.instructions).words
    columns = InstructionRow.columns.map { Column(label: $0.label, meaning: $0.meaning) }
    rows = report.instructions.map(InstructionRow.init)
    total = rows.count
    matrix = AccessMatrix(report.instructions, machine.description.words)
    addresses = AddressView(machine)
    conformance = ConformanceView(machine)
    groups = Self.groups(machine)
  }

  /// The assumptions by what stands before their colon.
  private static func assumptions(_ report: Report) -> [Assumptions] {
    var result: [Assumptions] = []
    for line in report.assumptions where !line.hasPrefix("feature ") {
      let colon = line.firstIndex(of: ":")
      let kind = colon.map { String(line[..<$0]) } ?? "also"
      let text = colon.map { String(line[line.index(after: $0)...].drop { $0 == " " }) } ?? line
      let item = Assumption(text: text, isCondition: text.isCondition)
      if let known = result.firstIndex(where: { $0.kind == kind }) {
        result[known].items.append(item)
      } else {
        result.append(Assumptions(kind: kind, items: [item]))
      }
    }
    return result
  }

  private static func groups(_ machine: MachineReport) -> [Group] {
    machine.report.groups.map { group in
      Group(
        id: group.kind.rawValue, label: group.kind.title, count: group.instructions.count,
        note: group.kind.note, isFolded: group.kind.isFolded,
        instructions: group.instructions.enumerated().map { number, instruction in
          InstructionView(
            instruction, of: machine, opensFirst: number == 0 && group.kind == .violations)
        })
    }
  }
}
