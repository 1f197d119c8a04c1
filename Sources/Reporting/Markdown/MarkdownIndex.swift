import Virtualizability

/// What the page on all machines shows in Markdown; every text is escaped already.
struct MarkdownIndex {

  struct Row {
    var label: String
    var title: String
    var answers: [String]
    var violations: Int
  }

  struct Score {
    var label: String
    var standings: [String]
  }

  struct Line {
    var label: String
    var sentences: [String]
    var hasRows: Bool
    var steps: [String]
    var ruler: String
    var rows: [Score]
  }

  var tool: String
  var questions: [String]
  var ruler: String
  var meanings: [String]
  var models: [String]
  var rows: [Row]
  var hasReservations: Bool
  var reservations: [String]
  var generations: [Line]

  init(_ set: ReportSet, tool: Tool) {
    self.tool = tool.words
    let order: [ResourceModel] = [.extended, .pg74]
    questions = Question.all.map(\.name)
    ruler = String(repeating: ":-:|", count: questions.count)
    meanings = Question.all.map { "**\($0.name)**: \($0.meaning)" }
    models = order.map { "\($0.title): \($0.meaning)" }
    rows = set.pages.map { machine in
      let report = machine.report
      return Row(
        label: "[\(machine.label.markdownCell)](\(machine.page).md)", title: machine.title.markdown,
        answers: Question.all.map { question in
          order.map { model in report.verdicts[model].map { $0[keyPath: question.verdict].sign } ?? "–" }
            .joined(separator: " ")
        }, violations: report.instructions.count(where: \.isViolation))
    }
    reservations = set.pages.compactMap { machine in
      machine.report.reservation.map { "\(machine.label.markdownCode) \($0.markdown)" }
    }
    hasReservations = !reservations.isEmpty
    generations = set.generations.map { line in
      let card = Scorecard(line)
      return Line(
        label: line.title.markdown,
        sentences: zip(line.steps, card.changes).compactMap { step, change in
          change.map { "\($0.sentence(step.label).markdown) (\(step.change.markdown))" }
        }, hasRows: !card.rows.isEmpty, steps: line.steps.map(\.label.markdownCell),
        ruler: String(repeating: "---|", count: line.steps.count),
        rows: card.rows.map { row in
          Score(
            label: row.name.markdownCell,
            standings: row.standings.map { standing in
              if case .closed = standing { return "**\(standing.sign) \(standing.words)**" }
              return "\(standing.sign) \(standing.words)"
            })
        })
    }
  }
}
