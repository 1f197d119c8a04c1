import Virtualizability

/// What the page on all machines shows.
struct IndexPage {

  struct Question {
    var label: String
    var meaning: String
  }

  struct Model {
    var label: String
    var meaning: String
    var isFirst: Bool
  }

  struct Cell {
    var sign: String
    var word: String
    var tone: String
    /// Whether a new question starts here.
    var isFirst: Bool
  }

  struct Row {
    var label: String
    var title: String
    var page: String
    var cells: [Cell]
    var instructions: Int
    var violations: Int
  }

  /// What a machine that can be virtualized is short of.
  struct Reservation {
    var label: String
    var page: String
    var words: String
  }

  struct Step {
    var label: String
    var change: String
    var page: String
  }

  struct Standing {
    var sign: String
    var words: String
    var tone: String
  }

  struct Score {
    var name: String
    var cells: [Standing]
  }

  struct Line {
    var id: String
    var label: String
    var steps: [Step]
    var rows: [Score]
    var hasRows: Bool
    var totals: [String]
    var sentences: [String]
  }

  var tool: String
  var count: Int
  var questions: [Question]
  var models: [Model]
  /// The models once for every question.
  var heads: [Model]
  var rows: [Row]
  var hasReservations: Bool
  var reservations: [Reservation]
  var hasGenerations: Bool
  var generations: [Line]

  init(_ set: ReportSet, tool: Tool) {
    self.tool = tool.words
    count = set.machines.count
    questions = Reporting.Question.all.map { Question(label: $0.name, meaning: $0.meaning) }
    let order: [ResourceModel] = [.extended, .pg74]
    models = order.enumerated().map { Model(label: $1.title, meaning: $1.meaning, isFirst: $0 == 0) }
    heads = questions.flatMap { [models] _ in models }
    rows = set.pages.map { machine in
      let report = machine.report
      return Row(
        label: machine.label, title: machine.title, page: machine.page + ".html",
        cells: Reporting.Question.all.flatMap { question in
          order.enumerated().map { number, model in
            let answer = MachinePage.Answer(report.verdicts[model]?[keyPath: question.verdict])
            return Cell(sign: answer.sign, word: answer.word, tone: answer.tone, isFirst: number == 0)
          }
        }, instructions: report.instructions.count,
        violations: report.instructions.count(where: \.isViolation))
    }
    reservations = set.pages.compactMap { machine in
      machine.report.reservation.map { words in
        Reservation(label: machine.label, page: machine.page + ".html", words: words)
      }
    }
    hasReservations = !reservations.isEmpty
    generations = set.generations.enumerated().map { number, line in
      Self.line(Scorecard(line), number: number)
    }
    hasGenerations = !generations.isEmpty
  }

  private static func line(_ card: Scorecard, number: Int) -> Line {
    let steps = card.generations.steps
    return Line(
      id: "generations-\(number + 1)", label: card.generations.title,
      steps: steps.map { step in
        Step(label: step.label, change: step.change, page: step.page + ".html")
      },
      rows: card.rows.map { row in
        Score(
          name: row.name,
          cells: row.standings.map { Standing(sign: $0.sign, words: $0.words, tone: tone($0)) })
      }, hasRows: !card.rows.isEmpty,
      totals: steps.indices.map { step in "\(card.rows.count { $0.standings[step].isOpen })" },
      sentences: zip(steps, card.changes).compactMap { step, change in
        change?.sentence(step.label)
      })
  }

  private static func tone(_ standing: Scorecard.Standing) -> String {
    switch standing {
    case .absent, .fine: "quiet"
    case .open: "open"
    case .opened: "opened"
    case .closed: "closed"
    }
  }
}
