import Testing

@testable import Reporting
@testable import Virtualizability

struct ScorecardTests {

  private let card = Scorecard(SampleDescription.generations)

  @Test func rowsAreTheHoles() { #expect(card.rows.map(\.name) == ["LEAVE", "LOOK"]) }

  @Test func closedHolesSayWhatTheyAreNow() {
    #expect(card.rows[0].standings == [.open(["PG101", "PG201"]), .closed("privileged")])
    #expect(card.rows[1].standings == [.open(["PG105"]), .absent])
  }

  @Test func changesAreCounted() {
    #expect(card.changes[0] == nil)
    #expect(card.changes[1]?.sentence("it") == "it closes all 2: LEAVE and LOOK.")
  }

  @Test func aStepBackOpens() {
    var steps = SampleDescription.generations.steps
    steps.reverse()
    let card = Scorecard(Generations(title: "back", steps: steps))
    #expect(card.rows[0].standings == [.fine("privileged"), .opened(["PG101", "PG201"])])
    #expect(card.changes[1]?.sentence("it") == "it opens 2: LEAVE and LOOK.")
  }
}
