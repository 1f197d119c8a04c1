import ISAModel
import TestSupport
import Virtualizability

/// The machines that monitors are tested with.
enum MonitoredMachine {

  /// The machine of a specification of the repository.
  static func load(_ name: String, settings: [String: Bool] = [:]) throws -> Machine {
    var options = CheckOptions()
    options.features = settings
    let loaded = try MachineLoading.load(path: "\(Repository.root)/specs/\(name).isa", options: options)
    guard let machine = loaded.machines.first?.machine else { throw Unreadable(name: name) }
    return machine
  }

  struct Unreadable: Error {
    var name: String
  }
}
