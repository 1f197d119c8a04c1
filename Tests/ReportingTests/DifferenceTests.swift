import Testing

@testable import Reporting
@testable import Virtualizability

/// What people and programs read of a difference.
struct DifferenceTests {

  /// A difference made by hand, with one example of everything that a difference can hold.
  private static let sample: MachineDifference = {
    var old = SampleReport.broken
    old.file = "v1:specs/sample.isa"
    var new = SampleReport.broken
    new.addresses = AddressVerdict(findings: [SampleReport.outOfReach(0x4000)], undecided: [])
    old.addresses?.undecided = []
    new.title = "The Sample Machine | Mark_2"
    new.verdicts[.extended] = MachineVerdict(
      theorem1: .holds, theorem2: .violated, theorem3: .violated, directExecution: .inconclusive,
      virtualizable: .violated)
    var trapping = SampleReport.leave
    trapping.classes = [.privileged, .controlSensitive]
    trapping.findings = []
    trapping.directExecution = .passes
    var worse = SampleReport.store
    worse.findings = SampleReport.look.findings
    worse.directExecution = .fails
    var precise = SampleReport.clock
    precise.findings += [SampleReport.look.findings[0]]
    precise.findings[1].rule = .impreciseTrap
    var other = SampleReport.look
    other.name = "LOOK_TWICE"
    return MachineDifference(
      old: old, new: new,
      declarations: [
        DeclarationChange(subject: .feature, name: "fast", was: "on", now: "off"),
        DeclarationChange(subject: .component, name: "BASE.low", was: nil, now: "relocation, 8 bits"),
        DeclarationChange(subject: .component, name: "BASE.high", was: nil, now: "relocation, 8 bits"),
        DeclarationChange(subject: .trap, name: "fault", was: "memory, imprecise", now: "memory"),
        DeclarationChange(subject: .host, name: "PORT == 1 || PORT == 2", was: "required", now: nil),
      ],
      added: [SampleReport.stop], removed: [SampleReport.open],
      changed: [
        InstructionDifference(
          old: SampleReport.leave, new: trapping,
          meaning: [
            .outcome(was: .completes, is: .traps("privileged", class: "privilege"), modes: ["user"]),
            .encodings(gained: true, lost: false),
          ], undecided: []),
        InstructionDifference(
          old: SampleReport.store, new: worse,
          meaning: [
            .outcome(was: .traps("fault", class: "memory"), is: .completes, modes: ["user", "kernel"]),
            .results(["ACC", "mem"]), .trapArguments(trap: "fault"),
          ], undecided: []),
        InstructionDifference(old: precise, new: SampleReport.clock, meaning: [], undecided: []),
        InstructionDifference(
          old: SampleReport.look, new: SampleReport.look,
          meaning: [
            .leftBehind(trap: "fault", ["ACC"]), .unpredictable, .encodings(gained: true, lost: true),
          ], undecided: ["leaves another ACC: out of resources"]),
        InstructionDifference(
          old: other, new: other,
          meaning: [
            .leftBehind(trap: "fault", ["ACC"]), .unpredictable, .encodings(gained: true, lost: true),
          ], undecided: ["leaves another ACC: out of resources"]),
      ])
  }()

  @Test func text() throws {
    try Snapshot.expect(DifferenceText().render(Self.sample), matches: "difference.txt")
  }

  @Test func markdown() throws {
    try Snapshot.expect(DifferenceMarkdown().render(Self.sample), matches: "difference.md")
  }

  @Test func json() throws {
    let text = DifferenceJSON(tool: Tool(solver: "Z3 4.8.12")).render([Self.sample])
    try Snapshot.expect(text, matches: "difference.json")
  }

  @Test func worseIsWhatWasNotThere() {
    #expect(Self.sample.regressions.map(\.instruction) == [])
    #expect(!Self.sample.isWorse)
    var worse = Self.sample
    worse.new.instructions[0].findings = SampleReport.look.findings
    #expect(worse.regressions == [.init(instruction: "STORE", rules: [.missedTrap])])
    #expect(worse.isWorse)
    var verdict = Self.sample
    verdict.old.verdicts[.extended]?.theorem2 = .holds
    #expect(verdict.isWorse)
  }

  /// What is only out of reach is told, and makes nothing worse.
  @Test func addressesAlone() {
    var old = SampleReport.clean
    old.addresses = AddressVerdict(findings: [], undecided: [])
    var new = old
    new.addresses?.findings = [SampleReport.outOfReach(0x8000)]
    func difference(_ old: Report, _ new: Report) -> MachineDifference {
      MachineDifference(old: old, new: new, declarations: [], added: [], removed: [], changed: [])
    }
    let lost = difference(old, new)
    #expect(!lost.isEmpty && !lost.isWorse && lost.lost.count == 1 && lost.regained.isEmpty)
    #expect(difference(new, old).regained.count == 1)
    #expect(difference(new, new).isEmpty)
    // Where the other machine does not say how it translates nothing is known.
    new.addresses = nil
    #expect(difference(old, new).isEmpty)
  }

  @Test func nothing() throws {
    let same = MachineDifference(
      old: SampleReport.clean, new: SampleReport.clean, declarations: [], added: [], removed: [], changed: [])
    #expect(DifferenceText().render(same).hasSuffix("tidy → tidy: no difference\n"))
    #expect(DifferenceMarkdown().render(same).hasPrefix("### `tidy`: no difference\n"))
  }
}
