import Execution
import ISAModel

/// One runner for each setting of the machine's features.
struct MachineVariants {

  let specification: String
  let name: String?
  let features: [FeatureSetting]
  private var made: [[String: Bool]: (runner: VectorRunner, unit: Int)] = [:]

  init(specification: String, name: String?, features: [FeatureSetting]) {
    self.specification = specification
    self.name = name
    self.features = features
  }

  /// The runner for these settings besides those of the command line, and the width of a unit of its memory.
  mutating func runner(_ settings: [String: Bool]) throws -> (runner: VectorRunner, unit: Int) {
    if let known = made[settings] { return known }
    var all = features.filter { settings[$0.name] == nil }
    for (name, isOn) in settings.sorted(by: { $0.key < $1.key }) {
      all.append(FeatureSetting(name: name, isOn: isOn))
    }
    let machine = try MachineChoice.load(specification, named: name, features: all)
    do throws(MachineFailure) {
      let runner = try VectorRunner(machine)
      let result = (runner, (machine.physicalMemory ?? machine.memory)?.unit ?? 8)
      made[settings] = result
      return result
    } catch {
      throw UserError(error.message)
    }
  }
}
