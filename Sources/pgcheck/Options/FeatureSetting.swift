import ArgumentParser

/// A feature of the machine and its setting: `NAME`, `NAME=on` or `NAME=off`.
struct FeatureSetting: Sendable {

  var name: String
  var isOn: Bool

  init(name: String, isOn: Bool) {
    self.name = name
    self.isOn = isOn
  }

  init(argument: String) throws {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
      String.init)
    guard let name = parts.first, !name.isEmpty else {
      throw ValidationError("'--feature \(argument)' names no feature; write NAME, NAME=on or NAME=off")
    }
    self.name = name
    switch parts.dropFirst().first {
    case nil, "on": isOn = true
    case "off": isOn = false
    case .some(let setting):
      throw ValidationError("a feature is 'on' or 'off', not '\(setting)'; write \(name)=on or \(name)=off")
    }
  }
}
