@testable import Reporting
@testable import Virtualizability

/// Reports made by hand, with one example of everything that a report can hold.
enum SampleReport {

  /// A machine with violations of several kinds.
  static let broken = Report(
    name: "sample", title: "The Sample Machine", file: "specs/sample.isa",
    sha256: String(repeating: "0123456789abcdef", count: 4), features: [("fast", true), ("mended", false)],
    model: .extended,
    verdicts: [
      .extended: verdict(.violated, .violated, .violated, .violated, .violated),
      .pg74: verdict(.violated, .violated, .holds, .violated, .violated),
    ],
    assumptions: [
      "feature fast: on", "feature mended: off", "host: STATUS.trace == 0", "mode: user runs in user",
    ],
    instructions: [store, leave, look, clock, open, stop],
    failedClaims: [
      FailedClaim(
        message: "LEAVE is not privileged", location: place(90), text: "claim LEAVE is privileged")
    ], internalErrors: [], statistics: statistics, isPartial: false,
    addresses: AddressVerdict(
      findings: [outOfReach(0x8000)],
      undecided: ["which addresses are reached in kernel mode: out of resources"]
    ))

  /// A machine without a finding.
  static let clean = Report(
    name: "tidy", title: "The Tidy Machine", file: "specs/tidy.isa",
    sha256: String(repeating: "0", count: 64),
    features: [], model: .extended,
    verdicts: [
      .extended: verdict(.holds, .holds, .holds, .holds, .holds),
      .pg74: verdict(.holds, .holds, .holds, .holds, .holds),
    ], assumptions: [], instructions: [store], failedClaims: [], internalErrors: [], statistics: statistics,
    isPartial: true)

  static let words = Vocabulary(
    modes: [
      .init(name: "user", condition: "STATUS.mode == 3", host: "user"),
      .init(name: "kernel", condition: "STATUS.mode == 0", host: "user"),
    ],
    hostConditions: [.init(mode: nil, text: "STATUS.trace == 0"), .init(mode: "kernel", text: "PORT == 1")],
    resources: [
      ("mode", ["STATUS.mode"]), ("relocation", (0..<4).flatMap { ["TLB[\($0)].page", "TLB[\($0)].valid"] }),
      ("control", ["STATUS.trace", "PORT"]), ("time", []),
    ], mirrored: ["PORT"])

  /// Addresses from `first` on that guests cannot be given.
  static func outOfReach(_ first: UInt128) -> UnreachableAddresses {
    UnreachableAddresses(
      mode: "kernel", host: "user", accesses: ["read", "write"],
      ranges: [
        .init(first: [setting("address", first, 16)], last: [setting("address", 0x8FFF, 16)]),
        .init(first: [setting("address", 0xFFFF, 16)], last: [setting("address", 0xFFFF, 16)]),
      ],
      finding: finding(
        .unreachableAddress, [], "kernel mode reaches addresses that nothing makes reachable in user mode",
        Witness(
          assembly: "read of memory at 0x8000", encoding: [], differing: ["STATUS.mode"],
          first: execution("kernel", "kernel", before: [setting("STATUS.mode", 0, 2, differs: true)]),
          second: execution(
            "user", "user", before: [setting("STATUS.mode", 3, 2, differs: true)],
            outcome: .traps("refused", class: "memory")),
          claim: "The access completes in kernel mode. In user mode it is refused."),
        lines: [
          GuiltyLine(
            location: place(5), text: "require kernel else trap refused", role: "traps with refused")
        ]))
  }

  // MARK: Instructions

  static let store = instruction("STORE", "Store a word", line: 10, classes: [.innocuous])

  /// Two states, memory and a change.
  static let leave = instruction(
    "LEAVE", "Leave the kernel", mnemonics: ["leave", "lv"], line: 20, classes: [.controlSensitive],
    writes: ["STATUS.mode"], direct: .fails,
    findings: [
      finding(
        .controlSensitive, ["STATUS.mode"], "can change STATUS.mode, and completes in user mode",
        Witness(
          assembly: "leave r1,0x10", encoding: ["4E", "73"], differing: ["STATUS.mode"],
          first: execution(
            "state 1", "kernel",
            before: [setting("R[1]", 0x1000, 32), setting("STATUS.mode", 0, 2, differs: true)],
            memory: (0..<6).map { cell(0x1000 + $0, $0, differs: false) },
            after: [setting("STATUS.mode", 3, 2), setting("R[1]", 0x1004, 32)],
            written: [cell(0x2000, 0xFF, differs: true)]),
          second: execution(
            "state 2", "user",
            before: [setting("R[1]", 0x1000, 32), setting("STATUS.mode", 3, 2, differs: true)],
            memory: (0..<6).map { cell(0x1000 + $0, $0, differs: false) },
            after: [setting("STATUS.mode", 3, 2)],
            written: []), claim: "In state 1 the instruction changes STATUS.mode. In state 2 it completes."),
        lines: [
          GuiltyLine(location: place(23), text: "STATUS.mode = new.mode", role: "changes STATUS.mode"),
          GuiltyLine(
            location: place(24),
            text:
              "if STATUS.mode == 0 && new.mode != 0 { banked_stack[new.mode] = stack } else { stack = kept }",
            role: "reads STATUS.mode"),
        ]),
      finding(
        .directExecution, ["STATUS.mode"], "does something else under a monitor, because of STATUS.mode",
        Witness(
          assembly: "leave r1,0x10", encoding: ["4E", "73"], differing: [],
          first: execution("virtual machine", "kernel"), second: execution("hardware", "user"),
          claim: "They differ.")),
    ], repair: .found(guarded))

  /// A guard that others have.
  static let guarded = Repair(
    kind: .trapUnless(condition: "STATUS.mode == 0 || PORT == 0", trap: "privileged(1)"), bits: ["PORT"],
    statement: "require STATUS.mode == 0 || PORT == 0 else trap privileged(1)",
    precedents: ["STOP", "GO", "WAIT"],
    mends: [.controlSensitive, .directExecution], leaves: [], edits: [],
    patch: """
      --- a/specs/sample.isa
      +++ b/specs/sample.isa
      @@ -20,2 +20,3 @@
       do {
      +  require STATUS.mode == 0 || PORT == 0 else trap privileged(1)
         STATUS.mode = new.mode

      """)

  /// A trap, a refused access, and a list of many components.
  static let look = instruction(
    "LOOK", "Look a page up", line: 40, classes: [.locationSensitive, .resourceSensitive],
    reads: (0..<4).flatMap { ["TLB[\($0)].page", "TLB[\($0)].valid"] }, direct: .fails,
    isBehaviourSensitive: true,
    isUserSensitive: true,
    findings: [
      finding(
        .missedTrap, (0..<4).flatMap { ["TLB[\($0)].page", "TLB[\($0)].valid"] },
        """
        traps or completes depending on TLB[0].page, TLB[0].valid, TLB[1].page, TLB[1].valid, TLB[2].page, \
        TLB[2].valid, TLB[3].page and TLB[3].valid
        """,
        Witness(
          assembly: "look", encoding: [], differing: ["TLB[0].valid"],
          first: execution(
            "state 1", "user", before: [setting("TLB[0].valid", 0, 1, differs: true)],
            memory: [cell(0x10, nil, differs: true)], outcome: .traps("page_fault", class: "fault")),
          second: execution(
            "state 2", "user", before: [setting("TLB[0].valid", 1, 1, differs: true)],
            memory: [cell(0x10, 0x80, differs: true)], after: [setting("ACC", UInt128.max, 128)]),
          claim: "State 1 traps, state 2 does not."))
    ], repair: .none)

  /// Time, and a proof by one state.
  static let clock = instruction(
    "CLOCK", nil, line: 60, classes: [.timeSensitive, .innocuous], reads: ["COUNT"],
    findings: [
      finding(
        .timeSensitive, ["COUNT"], "tells the guest the time (COUNT) in user mode",
        Witness(
          assembly: "clock", encoding: ["01"], differing: ["COUNT"],
          first: execution("guest", "user", before: [setting("COUNT", 7, 12)]), second: nil, claim: "It is 7."
        ))
    ])

  static let open = instruction(
    "OPEN", "Open a \"port\"\t", line: 70, classes: [.innocuous], direct: .inconclusive,
    undecided: ["changes PORT in a user state: out of resources"])

  static let stop = instruction("STOP", "Stop", line: 80, classes: [.alwaysTrapping])

  // MARK: Pieces

  private static func instruction(
    _ name: String, _ title: String?, mnemonics: [String]? = nil, line: Int, classes: [InstructionClass],
    reads: [String] = [], writes: [String] = [], direct: DirectExecution = .passes,
    isBehaviourSensitive: Bool = false, isUserSensitive: Bool = false, findings: [Finding] = [],
    undecided: [String] = [], repair: RepairOutcome = .notSought
  ) -> InstructionVerdict {
    var effort = Effort()
    effort.bySimplification = 3
    effort.bySolver = findings.count * 2
    effort.rlimit = UInt64(findings.count * 1000)
    return InstructionVerdict(
      name: name, title: title, mnemonics: mnemonics ?? [name.lowercased()], source: "MANUAL p. \(line)",
      location: place(line), classes: classes, isBehaviourSensitive: isBehaviourSensitive,
      isPrivilegedNotStrictly: false, reads: reads, writes: writes, isUserSensitive: isUserSensitive,
      alwaysTraps: classes == [.alwaysTrapping], directExecution: direct, findings: findings,
      undecided: undecided,
      effort: effort, repair: repair)
  }

  private static func finding(
    _ rule: Rule, _ components: [String], _ message: String, _ witness: Witness, lines: [GuiltyLine] = []
  ) -> Finding {
    Finding(
      rule: rule, components: components, message: message, fingerprint: "f00d\(rule.rawValue)",
      witness: witness,
      lines: lines)
  }

  private static func execution(
    _ label: String, _ mode: String, before: [Witness.Setting] = [], memory: [Witness.MemoryCell] = [],
    outcome: Witness.Outcome = .completes, after: [Witness.Setting] = [], written: [Witness.MemoryCell] = []
  ) -> Witness.Execution {
    Witness.Execution(
      label: label, mode: mode, before: before, memory: memory, outcome: outcome, after: after,
      written: written)
  }

  private static func setting(_ name: String, _ value: UInt128, _ width: Int, differs: Bool = false)
    -> Witness.Setting
  {
    Witness.Setting(name: name, value: value, width: width, differs: differs)
  }

  private static func cell(_ address: UInt128, _ value: UInt128?, differs: Bool) -> Witness.MemoryCell {
    Witness.MemoryCell(
      space: "mem", address: [setting("address", address, 16)], value: value, width: 8, differs: differs)
  }

  private static func place(_ line: Int) -> SourceLocation {
    SourceLocation(path: "specs/sample.isa", line: line, column: 3)
  }

  private static func verdict(
    _ one: Verdict, _ two: Verdict, _ three: Verdict, _ direct: Verdict, _ whole: Verdict
  ) -> MachineVerdict {
    MachineVerdict(
      theorem1: one, theorem2: two, theorem3: three, directExecution: direct, virtualizable: whole)
  }

  private static var statistics: Statistics {
    var statistics = Statistics()
    statistics.elaborationSeconds = 0.25
    statistics.termSeconds = 1.5
    statistics.solverSeconds = 2
    statistics.totalSeconds = 3.7504
    statistics.peakMemory = 100 << 20
    statistics.terms = 4321
    return statistics
  }
}
