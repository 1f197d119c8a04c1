import ISALanguage
import ISAModel
import Virtualizability

/// The one machine that a command works with.
enum MachineChoice {

  /// Loads the machine of a specification; where it has several, the one that is named.
  static func load(_ path: String, named name: String?, features: [FeatureSetting]) throws -> Machine {
    var options = CheckOptions()
    for setting in features {
      if let other = options.features.updateValue(setting.isOn, forKey: setting.name), other != setting.isOn {
        throw UserError("the feature '\(setting.name)' is turned on and off")
      }
    }
    let loaded: LoadedFile
    do throws(CheckFailure) {
      loaded = try MachineLoading.load(path: path, options: options)
    } catch {
      throw UserError(error)
    }
    let machines = loaded.machines.compactMap(\.machine)
    guard !machines.isEmpty, machines.count == loaded.machines.count else {
      DiagnosticOutput.write(loaded.diagnostics, sources: loaded.sources)
      throw ExitStatus.wrongInput
    }
    if let name {
      if let found = machines.first(where: { $0.name == name }) { return found }
      throw UserError(
        "'\(path)' has no machine '\(name)'",
        help: Spelling.suggestion(for: name, among: machines.map(\.name)).map { "did you mean '\($0)'?" })
    }
    guard let only = machines.first, machines.count == 1 else {
      throw UserError(
        "'\(path)' has several machines: \(machines.map(\.name).joined(separator: ", "))",
        help: "choose one with '--machine NAME'")
    }
    return only
  }
}
