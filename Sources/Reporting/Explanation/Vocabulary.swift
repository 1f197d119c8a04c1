/// The words that a machine has for the terms of the definitions: what a user state is on it, and what its
/// resources are.
public struct Vocabulary: Sendable {

  /// A processor mode.
  public struct Mode: Sendable {

    /// Its name.
    public var name: String

    /// When the machine is in it, as written.
    public var condition: String

    /// The real mode in which a guest runs that is in this one.
    public var host: String

    /// Makes a mode.
    public init(name: String, condition: String, host: String) {
      self.name = name
      self.condition = condition
      self.host = host
    }
  }

  /// A condition that a monitor keeps.
  public struct HostCondition: Sendable {

    /// The virtual mode that it is kept in; nil for all.
    public var mode: String?

    /// The condition as written.
    public var text: String

    /// Makes a condition.
    public init(mode: String?, text: String) {
      self.mode = mode
      self.text = text
    }
  }

  /// The modes, the least privileged first.
  public var modes: [Mode]

  /// What a monitor guarantees while a guest runs.
  public var hostConditions: [HostCondition]

  /// The resources by their role, each role with the names of its components.
  public var resources: [(role: String, names: [String])]

  /// The components that the monitor loads with the guest's own value.
  public var mirrored: [String]

  /// Makes a vocabulary.
  public init(
    modes: [Mode], hostConditions: [HostCondition], resources: [(role: String, names: [String])],
    mirrored: [String]
  ) {
    self.modes = modes
    self.hostConditions = hostConditions
    self.resources = resources
    self.mirrored = mirrored
  }
}

extension Vocabulary {

  /// What a user state is on this machine.
  var userState: String {
    let hosts = modes.filter { mode in modes.contains { $0.host == mode.name } }
    let modeWords = hosts.map { $0.condition.isEmpty ? $0.name : "\($0.name) (\($0.condition))" }
    var words = "a state in mode \(modeWords.joined(separator: " or "))"
    let always = hostConditions.filter { $0.mode == nil }.map(\.text)
    if !always.isEmpty { words += " with \(listed(always))" }
    let sometimes = hostConditions.compactMap { condition in
      condition.mode.map { "\(condition.text) while the guest believes to be in mode \($0)" }
    }
    if !sometimes.isEmpty { words += (always.isEmpty ? " with " : "; and ") + listed(sometimes) }
    return words
  }

  /// The most privileged mode.
  var privilegedMode: String {
    modes.last.map { $0.condition.isEmpty ? $0.name : "\($0.name) (\($0.condition))" }
      ?? "the most privileged mode"
  }
}
