import ArgumentParser
import ISALanguage
import ISAModel
import Virtualizability

/// Which machine of a specification is meant, and with which features.
struct MachineOptions: ParsableArguments {

  @Option(
    help: ArgumentHelp(
      "Turn a feature of the machine on or off; may be repeated.", valueName: "name[=on|off]"),
    transform: FeatureSetting.init(argument:))
  var feature: [FeatureSetting] = []

  @Option(help: ArgumentHelp("The machine, where the specification has several.", valueName: "name"))
  var machine: String?

  /// The machine that the specification at `path` describes.
  func load(_ path: String) throws -> Machine { try loadWithSources(path).machine }

  /// The machine that the specification at `path` describes, and the files that say so.
  func loadWithSources(_ path: String) throws -> (machine: Machine, sources: SourceMap) {
    guard !path.isEmpty else { throw UserError("the name of the specification is empty") }
    var options = CheckOptions()
    for setting in feature { options.features[setting.name] = setting.isOn }
    let loaded: LoadedFile
    do {
      loaded = try MachineLoading.load(path: path, options: options)
    } catch {
      throw UserError(error)
    }
    let machines = loaded.machines.compactMap(\.machine)
    guard machines.count == loaded.machines.count, !machines.isEmpty else {
      DiagnosticOutput.write(loaded.diagnostics, sources: loaded.sources)
      throw ExitStatus.wrongInput
    }
    let names = machines.map(\.name)
    if let machine {
      guard let found = machines.first(where: { $0.name == machine }) else {
        throw UserError(
          "'\(path)' has no machine '\(machine)'",
          help: Spelling.suggestion(for: machine, among: names).map { "did you mean '\($0)'?" })
      }
      return (found, loaded.sources)
    }
    guard machines.count == 1 else {
      throw UserError(
        "'\(path)' has several machines", help: "choose one with --machine: \(names.joined(separator: ", "))")
    }
    return (machines[0], loaded.sources)
  }
}

/// A number on the command line: decimal, or hexadecimal after 0x.
enum AddressArgument {

  static func parse(_ argument: String) throws -> UInt64 {
    let text = argument.lowercased()
    let isHexadecimal = text.hasPrefix("0x")
    let digits = isHexadecimal ? text.dropFirst(2) : text[...]
    guard let first = digits.first, first != "+", first != "-",
      let value = UInt64(digits, radix: isHexadecimal ? 16 : 10)
    else { throw ValidationError("'\(argument)' is no address; write 4096 or 0x1000") }
    return value
  }
}
