import ISAModel

/// What a monitor must own: a component that is not the guest's, or one of the two that no component holds.
enum Resource: Hashable, Comparable {

  /// A component.
  case component(Int)

  /// Which accesses translation admits, as far as the relocation components do not say it.
  case translation

  /// What memory past translation holds.
  case physicalMemory

  /// The choice that an implementation makes where behaviour is unpredictable.
  case unpredictable
}

/// The resources of a machine in their order, and what a model makes of them.
struct Resources {

  let machine: Machine
  let model: ResourceModel

  /// All resources, mode before relocation before control before time.
  let all: [Resource]

  /// Those that two states may differ in.
  let varied: [Resource]

  init(machine: Machine, model: ResourceModel) {
    self.machine = machine
    self.model = model
    func components(_ role: Role) -> [Resource] {
      machine.components.indices.filter { machine.components[$0].role == role }.map { .component($0) }
    }
    var all = components(.mode) + components(.relocation)
    if machine.memory != nil { all.append(.translation) }
    all += components(.control)
    if machine.physicalMemory != nil { all.append(.physicalMemory) }
    all += components(.time)
    self.all = all
    let mirrored = Set(machine.mirrored.map { Resource.component($0) })
    varied = all.filter { resource in
      guard !mirrored.contains(resource) else { return false }
      switch Self.role(of: resource, machine) {
      case .mode, .relocation: return true
      case .control: return model == .extended
      case .time, .guest: return false
      }
    }
  }

  private static func role(of resource: Resource, _ machine: Machine) -> Role {
    switch resource {
    case .component(let number): machine.components[number].role
    case .translation: .relocation
    case .physicalMemory, .unpredictable: .control
    }
  }

  func role(of resource: Resource) -> Role { Self.role(of: resource, machine) }

  /// Whether a change of `resource` counts.
  func counts(_ resource: Resource) -> Bool {
    switch role(of: resource) {
    case .mode, .relocation: true
    case .control: model == .extended
    case .time, .guest: false
    }
  }

  var time: [Resource] { all.filter { role(of: $0) == .time } }

  /// The name that people read.
  func name(of resource: Resource) -> String {
    switch resource {
    case .component(let number): machine.components[number].name
    case .translation: "translation"
    case .physicalMemory: "phys"
    case .unpredictable: "unpredictable behaviour"
    }
  }
}
