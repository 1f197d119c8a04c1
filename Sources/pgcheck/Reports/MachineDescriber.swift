import ISALanguage
import ISAModel
import Reporting
import Virtualizability

/// Says what a specification says of a machine, for the reports that show it beside the verdicts.
struct MachineDescriber {

  let machine: Machine
  let sources: SourceMap

  /// The description of the machine that `report` is about, read with the options of the check.
  static func describe(_ report: Report, options: CheckOptions) throws(UserError) -> MachineDescription {
    let (machine, sources) = try load(report, options)
    let describer = MachineDescriber(machine: machine, sources: sources)
    return DeepStack.run { describer.description(report, options: options) }
  }

  /// The machine that `report` is about, as it is now.
  static func load(
    _ report: Report, _ options: CheckOptions
  ) throws(UserError) -> (machine: Machine, sources: SourceMap) {
    let loaded: LoadedFile
    do throws(CheckFailure) {
      loaded = try MachineLoading.load(path: report.file, options: options)
    } catch {
      throw UserError(error)
    }
    guard let machine = loaded.machines.first(where: { $0.name == report.name })?.machine else {
      throw UserError("'\(report.file)' has changed while it was checked")
    }
    return (machine, loaded.sources)
  }

  private func description(_ report: Report, options: CheckOptions) -> MachineDescription {
    let replayer = WitnessReplayer(machine, file: report.file, features: options.features)
    let excerpts = Excerpts(machine: machine, sources: sources)
    var instructions: [String: InstructionDescription] = [:]
    for (verdict, instruction) in pairs(report) {
      var replays: [Int: ReplayDescription] = [:]
      for (number, finding) in verdict.findings.enumerated() {
        replays[number] = replayer?.replay(finding, of: instruction)
      }
      instructions[verdict.name] = InstructionDescription(
        encodings: instruction.encodingDescriptions(in: machine),
        parameters: parameters(of: instruction),
        meaning: excerpts.meaning(of: instruction, guilty: verdict.guiltyLines),
        replays: replays)
    }
    return MachineDescription(
      base: machine.base, documents: machine.documents.map { (name: $0.name, title: $0.title) },
      featureTitles: Dictionary(
        machine.features.map { ($0.name, $0.title) }, uniquingKeysWith: { first, _ in first }),
      words: Vocabulary(machine), instructions: instructions,
      addresses: (report.addresses?.findings ?? []).map { excerpts.places(of: $0.finding.lines) })
  }

  private func pairs(_ report: Report) -> [(InstructionVerdict, Instruction)] {
    let byName = Dictionary(
      machine.instructions.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    return report.instructions.compactMap { verdict in byName[verdict.name].map { (verdict, $0) } }
  }

  /// The variables of `for` that the declaration uses, in the order of their first use; not its name and title,
  /// which a reader knows.
  private func parameters(of instruction: Instruction) -> [(name: String, value: String)] {
    let text = sources.file(of: instruction.declaration).text(of: instruction.declaration)
    let words = text.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init)
    var result: [(name: String, value: String)] = []
    for word in words where !result.contains(where: { $0.name == word }) {
      guard let value = instruction.parameters[word], value != instruction.name, value != instruction.title
      else {
        continue
      }
      result.append((word, value))
    }
    return result
  }
}
