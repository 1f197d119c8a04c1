import ArgumentParser
import ISALanguage
import ISAModel
import Logging
import Reporting
import Virtualizability

/// `pgcheck explain`: what a rule means; why an instruction is what it is.
struct ExplainCommand: ParsableCommand {

  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Explain a rule, or why an instruction is what it is.",
    usage: """
      pgcheck explain RULE
      pgcheck explain SPEC INSTRUCTION … [options]
      """,
    discussion: """
      An instruction is named as in the specification, or by its mnemonic. The exit code is 0 if it could be \
      explained, whatever the verdict.

      EXAMPLES
        pgcheck explain PG102
        pgcheck explain specs/x86.isa INSTRUCTION --feature umip
      """)

  @Argument(
    help: ArgumentHelp("A rule such as PG102, or a specification and its instructions.", valueName: "what"))
  var subjects: [String]

  @OptionGroup var checking: CheckingOptions

  func run() throws {
    guard let subject = subjects.first, !subject.isEmpty else {
      throw UserError(
        "there is nothing to explain: the first argument is empty", help: "try 'pgcheck explain PG102'")
    }
    let instructions = Array(subjects.dropFirst())
    if instructions.isEmpty {
      try StandardOutput.write(try rule(subject))
    } else {
      try explain(instructions, in: subject)
    }
  }

  // MARK: A rule

  private func rule(_ name: String) throws(UserError) -> String {
    if let rule = RuleDocumentation.find(name) { return rule.render(style: Terminal.style) }
    guard RuleDocumentation.isRuleName(name) || !name.contains(where: { $0 == "/" || $0 == "." }) else {
      throw UserError(
        "which instruction of '\(name)' is to be explained?",
        help: "write 'pgcheck explain \(name) INSTRUCTION'")
    }
    let rules = RuleDocumentation.all.map(\.id).joined(separator: ", ")
    throw UserError(
      "there is no rule '\(name)'",
      help: RuleDocumentation.suggestion(for: name).map { "did you mean '\($0)'? The rules are \(rules)" }
        ?? "the rules are \(rules)")
  }

  // MARK: An instruction

  private func explain(_ names: [String], in path: String) throws {
    let loaded = try load(path)
    let machines = loaded.machines.compactMap(\.machine)
    for name in names where !machines.contains(where: { $0.instruction(called: name) != nil }) {
      throw unknown(name, in: path, machines)
    }
    let wanted = machines.flatMap { machine in names.compactMap { machine.instruction(called: $0)?.name } }
    var options = try checking.checkOptions(only: wanted)
    options.seeksRepairs = true
    var run = CheckRun(options: options, log: .make(verbose: checking.verbose))
    run.check(path)
    for report in run.reports {
      guard let machine = machines.first(where: { $0.name == report.name }) else { continue }
      let explanation = InstructionExplanation(report: report, words: Vocabulary(machine))
      try StandardOutput.write(explanation.render(style: Terminal.style))
    }
    throw ExitStatus.worst(run.statuses.filter { $0 != .violation })
  }

  private func load(_ path: String) throws -> LoadedFile {
    let loaded: LoadedFile
    do {
      loaded = try MachineLoading.load(path: path, options: checking.checkOptions())
    } catch let failure as CheckFailure {
      throw UserError(failure)
    }
    guard loaded.machines.contains(where: { $0.machine != nil }) else {
      DiagnosticOutput.write(loaded.diagnostics, sources: loaded.sources)
      throw ExitStatus.wrongInput
    }
    return loaded
  }

  private func unknown(_ name: String, in path: String, _ machines: [Machine]) -> UserError {
    let candidates = machines.flatMap(\.instructions).flatMap { [$0.name] + $0.mnemonics }
    return UserError(
      "'\(path)' has no instruction '\(name)'",
      help: Spelling.suggestion(for: name, among: candidates).map { "did you mean '\($0)'?" })
  }
}

extension Machine {

  /// The instruction that a user calls `name`: by its name, in either case, or by a mnemonic.
  fileprivate func instruction(called name: String) -> Instruction? {
    let lower = name.lowercased()
    return instructions.first { $0.name == name } ?? instructions.first { $0.name.lowercased() == lower }
      ?? instructions.first { $0.mnemonics.contains(lower) }
  }
}

extension Vocabulary {

  /// The words of `machine`.
  init(_ machine: Machine) {
    self.init(
      modes: machine.modes.map { mode in
        Mode(name: mode.name, condition: mode.text, host: machine.modes[mode.host].name)
      },
      hostConditions: machine.hostConditions.map { condition in
        HostCondition(mode: condition.mode.map { machine.modes[$0].name }, text: condition.text)
      },
      resources: [Role.mode, .relocation, .control, .time].map { role in
        (role.rawValue, machine.components.filter { $0.role == role }.map(\.name))
      },
      mirrored: machine.mirrored.map { machine.components[$0].name })
  }
}
