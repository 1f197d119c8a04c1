import ISALanguage
import ISAModel
import TestSupport
import Testing
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

  /// The machine of a text.
  static func made(of text: String) throws -> Machine {
    var loader = SpecificationLoader()
    let loaded = loader.load(path: "test.isa", bytes: Array(text.utf8))
    let elaborator = Elaborator(try #require(loaded.last), sources: loader.sources, settings: [:])
    let machine = elaborator.elaborate()
    return try #require(
      machine, "\(DiagnosticRenderer(sources: loader.sources).render(elaborator.diagnostics.sorted))")
  }

  struct Unreadable: Error {
    var name: String
  }
}
