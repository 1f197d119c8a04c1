import Execution
import ISAModel

/// A program of one instruction: the state that it starts from, and the instruction's own units.
package struct StateProgram: Sendable {

  /// What stands at some address.
  package struct Cell: Sendable, Equatable {

    /// Through translation, or past it.
    package var space: MemorySpace
    package var address: UInt128
    package var value: UInt128

    package init(space: MemorySpace, address: UInt128, value: UInt128) {
      self.space = space
      self.address = address
      self.value = value
    }
  }

  package var name: String

  /// The components that do not have the values of a reset, by their names.
  package var components: [String: UInt128]
  package var memory: [Cell]

  /// The units of the instruction stream from the program counter on.
  package var units: [UInt128]

  /// How the machine reaches what the state needs, where that says nothing of relocation.
  package enum Relocation: Sendable, CaseIterable {

    /// All its addresses are mapped to memory.
    case mapped

    /// The same for all modes but the least privileged one, where one bit of the tables makes that difference.
    case mappedForOthers

    /// Relocation is as after a reset.
    case afterReset
  }

  package var relocation = Relocation.mapped

  /// Whether the guest has run at this place before, and has read all that is said of its memory: a monitor has given that
  /// to the hardware then.
  package var hasRun = false

  package init(name: String, components: [String: UInt128], memory: [Cell], units: [UInt128]) {
    self.name = name
    self.components = components
    self.memory = memory
    self.units = units
  }

  /// Whether a state can be put into the machine: what it needs is mapped. Above a second stage of translation the
  /// state has the first one itself.
  package static func canBeLoaded(into machine: Machine) -> Bool { machine.installation != nil }

  /// Puts the state into a machine that was restarted; what its translation cannot reach is left out. Where
  /// the state says nothing of relocation, the addresses that it needs are mapped to memory. Where the
  /// instruction cannot be fetched from its place, it stands at another one.
  package func load(into concrete: ConcreteMachine) {
    let machine = concrete.machine
    var saysRelocation = relocation == .afterReset
    if saysRelocation {
      concrete.reset()
      if concrete.ending != nil { concrete.restart() }
    }
    for (number, component) in machine.components.enumerated() {
      guard let value = components[component.name] else {
        // What a restart does besides is no part of the state.
        if component.role != .relocation { concrete.state[number] = component.reset }
        continue
      }
      concrete.state[number] = value & Bits.mask(component.width)
      if component.role == .relocation { saysRelocation = true }
    }
    guard var counter = address(of: concrete) else { return }
    if counter < machine.registersAtZero, concrete.setProgramCounter(Self.usualPlace) {
      counter = Self.usualPlace
    }
    let size = unitsPerWord(machine)
    let last = Bits.mask(machine.memory?.parameters.last?.width ?? 128)
    func addresses(from start: UInt128) -> [UInt128] {
      (0..<units.count * size).map { start & ~last | (start &+ UInt128($0)) & last }
    }
    var own = addresses(from: counter)
    if saysRelocation {
      let taken = Set(memory.map(\.address))
      func isFree(_ start: UInt128) -> Bool {
        addresses(from: start).allSatisfy { place(of: $0, in: concrete) != nil && !taken.contains($0) }
      }
      if !isFree(counter), let other = Self.otherPlaces.first(where: isFree),
        concrete.setProgramCounter(other)
      {
        own = addresses(from: other)
      }
    } else if machine.secondStage == nil {
      map(own + memory.filter { $0.space == .guest }.map(\.address), in: concrete)
    } else {
      // Where the first stage leads is the state's own matter; these are the addresses that are tried first.
      map((0..<16).map { $0 << 12 }, in: concrete)
    }
    for cell in memory {
      if let place = place(of: cell, in: concrete) { concrete.ram.store(place, cell.value) }
    }
    for (number, unit) in units.enumerated() {
      for part in 0..<size {
        let address = own[number * size + part]
        if let place = place(of: address, in: concrete) {
          concrete.ram.store(place, piece(part, of: unit, machine))
        }
      }
    }
  }

  /// Whether a machine that it was loaded into is in its state: the instruction stands in its place, and covers nothing
  /// that it needs.
  func isLoaded(in concrete: ConcreteMachine) -> Bool {
    let machine = concrete.machine
    let isRight = machine.components.indices.allSatisfy { number in
      let component = machine.components[number]
      return component.role == .relocation
        || concrete.state[number] == components[component.name] ?? component.reset
    }
    return isRight
      && memory.allSatisfy { cell in
        place(of: cell, in: concrete).map { concrete.ram.contains($0) && concrete.ram.load($0) == cell.value }
          ?? false
      }
  }

  /// Where an instruction stands for which it does not matter, and one that would stand in registers.
  static let usualPlace: UInt128 = 0x2000

  /// Where an instruction stands that cannot be fetched from where it should.
  private static let otherPlaces: [UInt128] = [0, 8, 0x10, 0x40, 0x100, 0x400, 0x1000, 0x4000]

  private func address(of concrete: ConcreteMachine) -> UInt128? {
    guard let memory = concrete.machine.memory else { return nil }
    return concrete.programCounter & Bits.mask(memory.addressWidth)
  }

  /// The units of memory that a unit of the instruction stream takes.
  private func unitsPerWord(_ machine: Machine) -> Int {
    max(1, machine.stream.unit / (machine.memory?.unit ?? machine.stream.unit))
  }

  private func piece(_ part: Int, of unit: UInt128, _ machine: Machine) -> UInt128 {
    let width = machine.memory?.unit ?? machine.stream.unit
    let count = unitsPerWord(machine)
    let position = machine.memory?.isBigEndian == true ? count - 1 - part : part
    return unit >> UInt128(position * width) & Bits.mask(width)
  }

  private func place(of cell: Cell, in concrete: ConcreteMachine) -> UInt128? {
    cell.space == .physical ? cell.address : place(of: cell.address, in: concrete)
  }

  private func place(
    of address: UInt128, in concrete: ConcreteMachine, _ kind: AccessKind = .read
  ) -> UInt128? {
    guard let memory = concrete.machine.memory else { return nil }
    return concrete.uniformPlace(from: memory.parts(of: address), count: 1, kind).map { UInt128($0.place) }
  }

  /// Maps addresses in the machine's own translation, or its second stage: all of them in one window, or each page to one of its
  /// own.
  private func map(_ addresses: [UInt128], in concrete: ConcreteMachine) {
    let machine = concrete.machine
    guard let installation = machine.installation, let placeWidth = machine.physicalMemory?.addressWidth,
      let width = machine.secondStage == nil ? machine.memory?.addressWidth : placeWidth
    else { return }
    if let nothing = installation.nothing { concrete.perform(nothing, []) }
    switch installation.shape {
    case .window:
      // What is said of both views of memory must not stand at one place.
      let taken = Set(memory.filter { $0.space == .physical }.map(\.address))
      let size = UInt128(concrete.ram.count)
      let unit = UInt128(max(installation.unit, 0x100))
      let places = [0, size / 4, size / 2].map { $0 / unit * unit }
      let place = places.first { place in addresses.allSatisfy { !taken.contains(place &+ $0) } } ?? 0
      concrete.perform(
        installation.install,
        [Bits(place, width: placeWidth), Bits((size - place) / unit * unit, width: width + 1)])
    case .page(let size):
      let pages = Set(addresses.map { $0 & Bits.mask(width) & ~UInt128(size - 1) }).sorted()
      for (number, page) in pages.enumerated() {
        // The first pages of memory hold tables, and what machines look for there.
        let place = UInt128(size * (number + 16 + (installation.memory + size - 1) / size))
        func tables() -> [UInt128] {
          relocation == .mappedForOthers
            ? (0..<UInt128(installation.memory)).map { concrete.ram.load($0) } : []
        }
        let before = tables()
        concrete.perform(
          installation.install,
          [
            Bits(page, width: width), Bits(place, width: placeWidth), Bits(1, width: 1),
            Bits(UInt128(number), width: 16),
          ])
        let written = zip(before, tables()).enumerated().filter { $0.element.0 != $0.element.1 }.map(\.offset)
        refuseToLeastPrivileged(page, in: concrete, written)
      }
    }
  }

  /// Changes one bit of what stands at these places so that the least privileged mode has no access to an address, and the
  /// present mode the same as before; nothing where no bit does that.
  private func refuseToLeastPrivileged(
    _ address: UInt128, in concrete: ConcreteMachine, _ places: [Int]
  ) {
    guard let unit = concrete.machine.physicalMemory?.unit else { return }
    let settings = ModeSetting.components(of: 0, in: concrete.machine)
    func admitted() -> [UInt128?] { AccessKind.allCases.map { self.place(of: address, in: concrete, $0) } }
    let before = admitted()
    for place in places.map({ UInt128($0) }) {
      for bit in 0..<unit {
        let value = concrete.ram.load(place)
        concrete.ram.store(place, value ^ 1 << UInt128(bit))
        if admitted() == before {
          let own = settings.map { concrete.state[$0.component] }
          for setting in settings { concrete.state[setting.component] = setting.value }
          let isRefused = admitted().allSatisfy { $0 == nil }
          for (setting, value) in zip(settings, own) { concrete.state[setting.component] = value }
          if isRefused { return }
        }
        concrete.ram.store(place, value)
      }
    }
  }
}
