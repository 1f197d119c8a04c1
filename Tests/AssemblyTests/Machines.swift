import Foundation
import ISAModel
import TestSupport
import Virtualizability

/// The machines that the tests assemble for.
enum Machines {

  /// All specifications of the repository, and the machines that the language was tried on.
  static let all: [String] =
    ["specs", "Tests/Fixtures/machines"].flatMap { folder in
      let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(Repository.root)/\(folder)")) ?? []
      return names.filter { $0.hasSuffix(".isa") }.map { "\(folder)/\($0)" }.sorted()
    }

  /// The first machine of a file of the repository.
  static func load(_ path: String) throws -> Machine {
    let loaded = try MachineLoading.load(path: "\(Repository.root)/\(path)", options: CheckOptions())
    guard let machine = loaded.machines.first?.machine else { throw Unreadable(path: path) }
    return machine
  }

  struct Unreadable: Error {
    var path: String
  }
}
