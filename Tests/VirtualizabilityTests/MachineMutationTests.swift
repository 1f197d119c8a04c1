import ISALanguage
import ISAModel
import Testing

@testable import Virtualizability

/// The checker notices when a machine is damaged. Machines are changed after they were elaborated, one place
/// at a time: a guard that several encodings or several widths of a function share is taken out of each of
/// them alone.
struct MachineMutationTests {

  /// A machine whose privilege guards are damaged.
  struct Subject: CustomTestStringConvertible, Sendable {
    var specification: String
    var features: [String] = []

    /// The trap that refuses because of the mode.
    var trap: String

    /// How many guards there are at least.
    var guards: Int
    var testDescription: String { ([specification] + features).joined(separator: " ") }

    // Under VMX the rings are the guest's own: what refuses because of the mode is the exit.
    static let all = [
      Subject(specification: "pg74", trap: "privileged_instruction", guards: 8),
      Subject(
        specification: "x86", features: ["umip", "cpuid_faulting"], trap: "privilege_violation", guards: 27),
      Subject(specification: "x86", features: ["vmx"], trap: "vm_exit", guards: 1),
    ]
  }

  @Test(arguments: Subject.all)
  func withoutAGuard(_ subject: Subject) throws {
    try damage(subject) { statement in
      // Where an `if` leads to the trap, the trap is what is taken out.
      switch statement {
      case .require, .trap: []
      default: [statement]
      }
    }
  }

  @Test(arguments: Subject.all)
  func withAGuardTurnedRound(_ subject: Subject) throws {
    try damage(subject) { statement in
      guard case .require(let condition, let trap, let arguments, let span) = statement else { return nil }
      return [.require(.unary(.not, condition), trap: trap, arguments, span)]
    }
  }

  /// Damages every guard of a machine, and requires that every instruction behind it is judged differently.
  ///
  /// - Parameter change: what takes the place of a guard; nil for none.
  private func damage(_ subject: Subject, _ change: @escaping (Statement) -> [Statement]?) throws {
    let (loaded, machine) = try load(subject.specification, subject.features)
    let guards = guards(of: machine, trap: subject.trap) { change($0) != nil }
    #expect(guards.count >= subject.guards)
    #expect(guards.allSatisfy { !$0.instructions.isEmpty })
    let names = Set(guards.flatMap(\.instructions))
    let before = try judgements(machine, loaded, subject, names)
    for batch in batches(guards) {
      var damaged = machine
      for one in batch {
        var number = 0
        let editor = StatementEditor(replace: { statement in
          guard isGuard(statement, machine, subject.trap), change(statement) != nil else { return nil }
          defer { number += 1 }
          return number == one.number ? change(statement) : [statement]
        })
        damaged.edit(one.place, editor)
      }
      let after = try judgements(damaged, loaded, subject, Set(batch.flatMap(\.instructions)))
      for one in batch {
        let place = "guard \(one.number + 1) of \(machine.name(of: one.place))"
        for name in one.instructions.sorted() {
          let old = try #require(before[name])
          #expect(after[name] != nil && after[name] != old, "\(place): \(name) is still \(old)")
        }
      }
    }
  }

  // MARK: Guards

  /// A statement that traps because of the mode.
  private struct GuardSite {
    var place: CodePlace

    /// Which of the guards of its place it is.
    var number: Int
    var instructions: Set<String>
  }

  private func isGuard(_ statement: Statement, _ machine: Machine, _ trap: String) -> Bool {
    switch statement {
    case .require(_, let number, _, _), .trap(let number, _, _):
      machine.traps[number].name == trap && machine.traps[number].trapClass == .privilege
    default: false
    }
  }

  private func guards(of machine: Machine, trap: String, where suits: (Statement) -> Bool) -> [GuardSite] {
    let users = machine.instructionsByPlace
    return machine.places.flatMap { place -> [GuardSite] in
      guard let instructions = users[place] else { return [] }
      var count = 0
      var copy = machine
      withoutActuallyEscaping(suits) { suits in
        copy.edit(
          place,
          StatementEditor(replace: { statement in
            if isGuard(statement, machine, trap), suits(statement) { count += 1 }
            return nil
          }))
      }
      return (0..<count).map { GuardSite(place: place, number: $0, instructions: instructions) }
    }
  }

  /// Guards of different instructions are damaged in one machine, to check fewer machines.
  private func batches(_ guards: [GuardSite]) -> [[GuardSite]] {
    var result: [[GuardSite]] = []
    for one in guards {
      let free = result.firstIndex { batch in
        batch.allSatisfy { $0.instructions.isDisjoint(with: one.instructions) }
      }
      if let free { result[free].append(one) } else { result.append([one]) }
    }
    return result
  }

  // MARK: Leaks and changes

  /// Something that an innocuous instruction must not do.
  struct Leak: CustomTestStringConvertible, Sendable {
    var testDescription: String

    /// The component that is shown in a register; nil for none.
    var shows: String?

    /// The component that is changed; nil for none.
    var changes: String?
    var rules: [String]

    static let all = [
      Leak(testDescription: "shows the mode", shows: "M", rules: ["PG102", "PG201"]),
      Leak(testDescription: "shows the location", shows: "R.l", rules: ["PG103", "PG110", "PG201"]),
      Leak(
        testDescription: "shows the interrupt enable bit", shows: "IE", rules: ["PG104", "PG110", "PG201"]),
      Leak(testDescription: "shows the clock", shows: "CLOCK", rules: ["PG120"]),
      Leak(testDescription: "changes the mode", changes: "M", rules: ["PG101", "PG110", "PG201"]),
      Leak(testDescription: "changes the bound", changes: "R.b", rules: ["PG101", "PG110", "PG201"]),
      Leak(testDescription: "changes the timer", changes: "TIMER", rules: ["PG101", "PG110", "PG201"]),
    ]
  }

  @Test(arguments: Leak.all, ["ADD", "LD", "ST", "DIV", "BEQ", "JMP", "CALL"])
  func withALeak(_ leak: Leak, instruction: String) throws {
    let (loaded, machine) = try load("pg74", [])
    let number = try #require(machine.instructions.firstIndex { $0.name == instruction })
    let subject = Subject(specification: "pg74", trap: "", guards: 0)
    let before = try judgements(machine, loaded, subject, [instruction])
    #expect(before[instruction] == "innocuous; ; direct execution passes")
    var damaged = machine
    let span = machine.instructions[number].span
    func component(_ name: String) throws -> Int {
      try #require(machine.components.firstIndex { $0.name == name }, "there is \(name)")
    }
    if let shown = leak.shows {
      let source = try component(shown)
      let register = try component("G[7]")
      let width = machine.components[source].width
      let value: Expression =
        width == 32
        ? .component(source, span) : .extend(.component(source, span), to: 32, signed: false)
      damaged.instructions[number].forms[0].body.statements.append(
        .setComponent(register, .binary(.xor, .component(register, span), value), span))
    }
    if let changed = leak.changes {
      let target = try component(changed)
      damaged.instructions[number].forms[0].body.statements.append(
        .setComponent(target, .unary(.not, .component(target, span)), span))
    }
    let report = try #require(try check(damaged, loaded, subject, [instruction]).report)
    #expect(report.internalErrors.isEmpty)
    #expect(report.instructions.first?.findings.map(\.rule.rawValue) == leak.rules)
  }

  /// An instruction that always traps, and no longer does, is an error of the specification.
  @Test func withoutATrap() throws {
    let (loaded, machine) = try load("pg74", [])
    let number = try #require(machine.instructions.firstIndex { $0.name == "SVC" })
    var damaged = machine
    damaged.instructions[number].forms[0].body.statements.removeAll { statement in
      if case .trap = statement { true } else { false }
    }
    let subject = Subject(specification: "pg74", trap: "", guards: 0)
    #expect(try check(machine, loaded, subject, ["SVC"]).report?.instructions.first?.alwaysTraps == true)
    let outcome = try check(damaged, loaded, subject, ["SVC"])
    #expect(outcome.report == nil)
    #expect(outcome.diagnostics.map(\.rule) == ["PG403"])
  }

  // MARK: Checking

  private func load(_ specification: String, _ features: [String]) throws -> (LoadedFile, Machine) {
    let loaded = try MachineLoading.load(
      path: Fixtures.specification(specification), options: options(features, []))
    return (loaded, try #require(loaded.machines.first?.machine))
  }

  private func options(_ features: [String], _ only: Set<String>) -> CheckOptions {
    var options = CheckOptions()
    options.features = Dictionary(uniqueKeysWithValues: features.map { ($0, true) })
    options.only = only.sorted()
    options.jobs = 2
    return options
  }

  private func check(
    _ machine: Machine, _ loaded: LoadedFile, _ subject: Subject, _ only: Set<String>
  ) throws -> (report: Report?, diagnostics: [Diagnostic]) {
    let checker = Checker(options: options(subject.features, only))
    let (outcome, diagnostics) = checker.check(
      machine, of: loaded, path: Fixtures.specification(subject.specification))
    if case .report(let report) = outcome { return (report, diagnostics) }
    return (nil, diagnostics)
  }

  /// What is said of some instructions of a machine.
  private func judgements(
    _ machine: Machine, _ loaded: LoadedFile, _ subject: Subject, _ only: Set<String>
  ) throws -> [String: String] {
    let (report, diagnostics) = try check(machine, loaded, subject, only)
    let found = try #require(report, "\(diagnostics.map(\.message))")
    #expect(found.internalErrors.isEmpty)
    #expect(found.instructions.allSatisfy { $0.undecided.isEmpty })
    return Dictionary(uniqueKeysWithValues: found.instructions.map { ($0.name, $0.judgement) })
  }
}
