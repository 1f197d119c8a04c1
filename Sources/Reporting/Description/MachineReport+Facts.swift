import Virtualizability

/// What pages in every format say of a machine.
extension Report {

  /// The models in the order in which pages show them: that of the findings first.
  var modelsInOrder: [ResourceModel] { [model] + ResourceModel.allCases.filter { $0 != model } }

  /// How many instructions there are of each class.
  var countWords: String {
    let summary = Summary(instructions)
    return """
      \(counted(summary.instructions, "instruction")): \(summary.privileged) privileged, \
      \(summary.controlSensitive) control-sensitive, \(summary.behaviourSensitive) behaviour-sensitive, \
      \(summary.innocuous) innocuous, \(summary.alwaysTrapping) always trapping
      """
  }

  /// Which addresses guests can be given, as a sentence; nil where that was not asked.
  var addressWords: String? {
    switch addresses?.verdict {
    case nil: nil
    case .holds: "Every address that a mode of this machine reaches can be given to its guests."
    case .violated: "Some addresses cannot be given to guests: an access to them always traps."
    case .inconclusive: "Which addresses guests can be given was not decided."
    }
  }

  /// What a machine that can be virtualized is short of all the same, as the rest of a sentence about it; nil where
  /// that is nothing.
  var reservation: String? {
    guard verdict.virtualizable == .holds else { return nil }
    var parts: [String] = []
    let stuck = instructions.count(where: \.isNotRestartable)
    if stuck > 0 {
      parts.append("memory cannot be given on demand: \(counted(stuck, "instruction")) cannot be repeated")
    }
    if let found = addresses?.findings, !found.isEmpty {
      let places = found.map { "\($0.place) in \($0.mode) mode" }
      parts.append("guests trap at every access to some addresses: \(listed(places))")
    }
    return parts.isEmpty ? nil : "is virtualizable, but " + parts.joined(separator: "; ") + "."
  }

  /// What is said before the addresses that guests cannot be given.
  static var addressNote: String {
    """
    No theorem fails for these: every access to them traps, and a monitor can make it in the guest’s place. But \
    system software of a guest that stands or works there does not run directly.
    """
  }
}

extension String {

  /// Whether an assumption is a condition as the specification has it, and not words.
  var isCondition: Bool { contains { "=<>&|".contains($0) } }
}

extension Tool {

  /// The program and its solver, for the end of a page.
  var words: String { "\(Tool.name) \(Tool.version) with \(solver)" }
}

extension MachineReport {

  /// The head of its page: the machine, with what makes it another configuration.
  var pageTitle: String { features.isEmpty ? report.title : "\(report.title), with \(listed(features))" }

  /// What is said of the instruction beside its verdict.
  func description(of instruction: InstructionVerdict) -> InstructionDescription? {
    description.instructions[instruction.name]
  }

  /// The findings on an instruction that pages show in full, each with its place among all and with what can be run
  /// again.
  func findings(
    on instruction: InstructionVerdict
  ) -> [(number: Int, finding: Finding, replay: ReplayDescription?)] {
    let shown = instruction.findingsByCause.shown
    return instruction.findings.enumerated().filter { _, finding in
      shown.contains { $0.rule == finding.rule && $0.fingerprint == finding.fingerprint }
    }.map { ($0, $1, description(of: instruction)?.replays[$0]) }
  }

  /// The lines that refuse the addresses of each finding, with what they stand in.
  func code(ofAddresses number: Int) -> [SourceExcerpt] {
    description.addresses.indices.contains(number) ? description.addresses[number] : []
  }
}
