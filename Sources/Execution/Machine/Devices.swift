import ISAModel

/// The devices of a running machine: they look at the components that are their registers, and change them,
/// between instructions.
package final class Devices {

  private let devices: [Device]
  private let state: MachineState
  private let ram: RAM
  private let isBigEndian: Bool
  private let console: any CharacterStream
  private let storage: (any BlockStorage)?

  /// Whether the end of the console's input was met.
  private var inputHasEnded = false

  /// How many steps may pass before a live console is asked again.
  private static let pollInterval: UInt64 = 10_000
  private var stepsUntilPoll: UInt64 = 0

  /// The components that are registers of devices.
  package let components: Set<Int>

  init(
    machine: Machine, state: MachineState, ram: RAM, console: any CharacterStream,
    storage: (any BlockStorage)?
  ) {
    devices = machine.platform.devices
    self.state = state
    self.ram = ram
    isBigEndian = machine.physicalMemory?.isBigEndian ?? machine.memory?.isBigEndian ?? false
    self.console = console
    self.storage = storage
    components = Set(devices.flatMap { $0.bindings.map(\.component) })
  }

  private func value(_ device: Device, _ port: Device.Port) -> UInt128 {
    device.component(port).map { state[$0] } ?? 0
  }

  private func set(_ device: Device, _ port: Device.Port, _ value: UInt128) {
    guard let number = device.component(port) else { return }
    state[number] = value & Bits.mask(state.widths[number])
  }

  // MARK: Time

  /// Lets the time of `steps` instructions pass.
  package func advance(_ steps: UInt64) {
    stepsUntilPoll -= min(stepsUntilPoll, steps)
    for device in devices {
      switch device.kind {
      case .clock: set(device, .count, value(device, .count) &+ UInt128(steps))
      case .timer: count(device, steps)
      case .console, .block: break
      }
    }
  }

  private func count(_ device: Device, _ steps: UInt64) {
    guard value(device, .running) == 1, steps > 0 else { return }
    // A timer that is started at 0 has run out after the next instruction.
    let left = max(value(device, .count), 1)
    var steps = UInt128(steps)
    guard steps >= left else { return set(device, .count, left - steps) }
    steps -= left
    set(device, .pending, 1)
    let period = value(device, .period)
    if period > 0 {
      set(device, .count, period - steps % period)
    } else {
      set(device, .count, 0)
      set(device, .running, 0)
    }
  }

  /// After how many steps a device may next change something that the program has not asked for; nil if none
  /// will.
  package var horizon: UInt64? {
    var result: UInt64?
    for device in devices {
      switch device.kind {
      case .timer where value(device, .running) == 1 && value(device, .pending) == 0:
        let left = UInt64(clamping: max(value(device, .count), 1))
        result = min(result ?? left, left)
      case .console where console.isLive && !inputHasEnded && wantsInput(device):
        result = min(result ?? .max, max(stepsUntilPoll, 1))
      default: break
      }
    }
    return result
  }

  /// After how many steps a timer runs out; nil if none will.
  var nextTimer: UInt64? {
    devices.filter { $0.kind == .timer && value($0, .running) == 1 && value($0, .pending) == 0 }
      .map { UInt64(clamping: max(value($0, .count), 1)) }.min()
  }

  // MARK: What the program has asked for

  /// Does what the registers ask of the devices.
  package func settle() {
    for device in devices {
      switch device.kind {
      case .console: converse(device)
      case .block: transfer(device)
      case .timer, .clock: break
      }
    }
  }

  private func wantsInput(_ device: Device) -> Bool {
    device.component(.input) != nil && value(device, .ready) == 0
  }

  private func converse(_ device: Device) {
    if value(device, .full) == 1 {
      console.send(UInt8(truncatingIfNeeded: value(device, .output)))
      set(device, .full, 0)
    }
    guard wantsInput(device), !inputHasEnded, stepsUntilPoll == 0 else { return }
    if !take(console.receive(.none), device), console.isLive { stepsUntilPoll = Self.pollInterval }
  }

  private func take(_ reception: Reception, _ device: Device) -> Bool {
    switch reception {
    case .byte(let byte):
      set(device, .input, UInt128(byte))
      set(device, .ready, 1)
      return true
    case .nothing: return false
    case .end:
      inputHasEnded = true
      return false
    }
  }

  /// Waits for a character, if one can come at all; false where none does.
  package func waitForInput() -> Bool {
    guard let device = devices.first(where: { $0.kind == .console }), wantsInput(device), !inputHasEnded
    else { return false }
    return take(console.receive(.wait), device)
  }

  /// The component that tells a program whether there is a character, where a program that asks in vain can
  /// be made to wait instead.
  package var waitingInput: Int? {
    guard let device = devices.first(where: { $0.kind == .console }), console.isLive, console.mayWait,
      !inputHasEnded, wantsInput(device)
    else { return nil }
    return device.component(.ready)
  }

  /// The components by which a program asks for something, or makes room for it.
  var requests: Set<Int> {
    Set(devices.flatMap { device in [.full, .ready, .busy].compactMap { device.component($0) } })
  }

  /// Why the console takes no more characters.
  var failure: String? { console.failure }

  private func transfer(_ device: Device) {
    guard value(device, .busy) == 1 else { return }
    set(device, .failed, moves(device) ? 0 : 1)
    set(device, .busy, 0)
    set(device, .pending, 1)
  }

  private func moves(_ device: Device) -> Bool {
    guard let storage, let address = Int(exactly: value(device, .address)) else { return false }
    let block = value(device, .block)
    if value(device, .write) == 1 {
      guard let bytes = ram.bytes(at: address, count: device.blockSize, bigEndian: isBigEndian) else {
        return false
      }
      return storage.write(block, bytes)
    }
    guard let bytes = storage.read(block, size: device.blockSize),
      ram.put(bytes, at: address, bigEndian: isBigEndian)
    else { return false }
    changesMemory?(address, bytes.count / ram.bytesPerUnit)
    return true
  }

  /// Told which units of memory a device has written.
  package var changesMemory: ((_ address: Int, _ count: Int) -> Void)?

  // MARK: Waking

  /// The registers by which a device can call for attention without being asked.
  var calls: [Int] {
    devices.flatMap { device -> [Int] in
      switch device.kind {
      case .timer: value(device, .running) == 1 ? [device.component(.pending)].compactMap { $0 } : []
      case .console: inputHasEnded ? [] : [device.component(.ready)].compactMap { $0 }
      case .clock, .block: []
      }
    }
  }
}
