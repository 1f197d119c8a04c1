import ISAModel

/// Which memory each monitor keeps, and which slices its guests have.
struct MemoryLayout {

  /// The units that every monitor keeps for itself, from address 0 on.
  let reserve: Int

  /// How many of them, from address 0 on, hold the tables that the monitor installs.
  let tables: Int

  /// The slices in the memory of each level, the outermost first: one for every inner monitor, those of the
  /// guests last.
  let slices: [[Slice]]

  /// The units of the bare machine.
  let total: Int

  /// What slices begin at multiples of.
  private static let alignment = 0x2000

  init(_ machine: Machine, guests: Int, _ configuration: Monitor.Configuration) throws(MonitorFailure) {
    guard let memory = machine.physicalMemory else {
      throw MonitorFailure(
        "the machine '\(machine.name)' has no memory past translation that could be shared out")
    }
    let width = memory.addressWidth
    // Registers that are mapped there are no memory.
    let boards = machine.platform.mapped.map(\.low).filter { $0 > 0 }
    let end = boards.min() ?? UInt128(1) << UInt128(width)
    let most = Int(clamping: min(end, 1 << 40))
    func aligned(_ count: Int) -> Int { (count + Self.alignment - 1) / Self.alignment * Self.alignment }
    let tables = machine.installation?.memory ?? 0
    // Behind the tables, so that whoever writes past their end is found out.
    let reserve = aligned(tables) + Self.alignment
    let wanted = configuration.memory ?? memory.size ?? 1 << 20
    let depth = max(1, configuration.depth)
    let room = (most - reserve * depth) / max(1, guests) / Self.alignment * Self.alignment
    let count = configuration.memory == nil ? min(wanted, room) : wanted
    guard count > 0, aligned(count) <= room else {
      throw MonitorFailure(
        "\(guests) guests of \(wanted) units and \(depth) monitors need more memory than '\(machine.name)' can have: \(most) units",
        help: "give each guest less with '--memory'")
    }
    self.reserve = reserve
    self.tables = tables
    var innermost: [Slice] = []
    var next = reserve
    for _ in 0..<guests {
      innermost.append(Slice(base: next, count: count))
      next += aligned(count)
    }
    var slices = [innermost]
    var size = next
    for _ in 1..<depth {
      slices.insert([Slice(base: reserve, count: size)], at: 0)
      size += reserve
    }
    self.slices = slices
    total = size
  }
}

extension Machine {

  /// The end of the registers that stand at address 0 of `phys` and behind it; 0 where memory is there.
  var registersAtZero: UInt128 { platform.mapped.first { $0.low == 0 }?.high ?? 0 }
}
