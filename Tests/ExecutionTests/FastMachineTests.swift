import Execution
import Foundation
import ISAModel
import TestSupport
import Testing

/// The fast machine does what the reference evaluator does, step for step, on random programs.
struct FastMachineTests {

  static let files =
    Repository.specifications(in: "specs") + Repository.specifications(in: "Tests/Fixtures/machines")

  @Test(arguments: files, [1, 2, 3])
  func agreesWithTheReferenceOnRandomPrograms(file: SpecificationFile, seed: UInt64) throws {
    for machine in try machines(of: file) {
      guard machine.stream.counter != nil else {
        // Where the next instruction is not simply at a register, the reference evaluator runs everything.
        let concrete = try ConcreteMachine(machine, memorySize: 64, console: MemoryStream())
        #expect(FastMachine(concrete) == nil)
        continue
      }
      var compiled: UInt64 = 0
      for round in 0..<12 {
        var comparison = Comparison(machine, seed: seed &* 1000 &+ UInt64(round))
        compiled += try comparison.run()
      }
      #expect(compiled > 0, "no block of '\(machine.name)' was run, seed \(seed)")
    }
  }
}

/// One random program, run by both.
struct Comparison {

  let machine: Machine
  let seed: UInt64
  private var random: SplitMix
  private static let size = 1 << 14
  private static let steps: UInt64 = 600

  init(_ machine: Machine, seed: UInt64) {
    self.machine = machine
    self.seed = seed
    random = SplitMix(seed: seed)
  }

  /// Runs the program, and says how many steps were done by blocks.
  mutating func run() throws -> UInt64 {
    let addressable = (machine.physicalMemory ?? machine.memory).map { 1 << min(30, $0.addressWidth) } ?? 1
    let size = min(Self.size, addressable)
    let one = try ConcreteMachine(machine, memorySize: size, console: MemoryStream())
    let other = try ConcreteMachine(machine, memorySize: size, console: MemoryStream())
    let program = program(units: size)
    for concrete in [one, other] {
      for (address, unit) in program.enumerated() { concrete.ram.store(UInt128(address), unit) }
      concrete.reset()
    }
    for (number, component) in machine.components.enumerated() where component.role == .guest {
      // Small numbers are addresses more often than others.
      let bits = random.below(3) == 0 ? 64 : 14
      let value = UInt128(random.next() & (1 << UInt64(bits - 1) - 1)) & Bits.mask(component.width)
      one.state[number] = value
      other.state[number] = value
    }
    if let counter = machine.stream.counter {
      let start = UInt128(random.below(size)) & ~15 & Bits.mask(counter.width)
      for concrete in [one, other] { concrete.state[counter.component] = start }
    }
    guard let fast = FastMachine(other) else {
      Issue.record("'\(machine.name)' cannot be run by blocks")
      return 0
    }
    while one.ending == nil, one.steps < Self.steps {
      let limit = one.steps + UInt64(1 + random.below(60))
      while one.ending == nil, one.steps < limit { one.step() }
      fast.run(until: limit)
      let difference = Self.difference(one, other)
      guard difference.isEmpty else {
        Issue.record(
          "\(machine.name), seed \(seed), before step \(limit): \(difference.joined(separator: ", "))")
        break
      }
    }
    return fast.compiledSteps
  }

  /// What differs between two machines, in words.
  static func difference(_ one: ConcreteMachine, _ other: ConcreteMachine) -> [String] {
    var result: [String] = []
    for (number, component) in one.machine.components.enumerated()
    where one.state[number] != other.state[number] {
      result.append("\(component.name) \(one.state[number]) ≠ \(other.state[number])")
    }
    if one.steps != other.steps { result.append("steps \(one.steps) ≠ \(other.steps)") }
    if one.ending != other.ending {
      result.append("\(String(describing: one.ending)) ≠ \(String(describing: other.ending))")
    }
    if memcmp(one.ram.base, other.ram.base, one.ram.count * one.ram.stride) != 0 {
      let place = (0..<one.ram.count).first { one.ram.load(UInt128($0)) != other.ram.load(UInt128($0)) }
      result.append("memory at \(place ?? 0)")
    }
    return result
  }

  // MARK: Programs

  /// Memory full of instructions, as far as random bits are some.
  private mutating func program(units: Int) -> [UInt128] {
    let memory = machine.physicalMemory ?? machine.memory
    let unit = memory?.unit ?? 8
    let forms = machine.instructions.flatMap(\.forms)
    var result: [UInt128] = []
    while result.count < units {
      for word in words(of: random.one(of: forms)) {
        let count = max(1, machine.stream.unit / unit)
        let parts = (0..<count).map { word >> UInt128($0 * unit) & Bits.mask(unit) }
        result += memory?.isBigEndian == true ? parts.reversed() : parts
      }
    }
    return Array(result.prefix(units))
  }

  /// Units of the stream that begin with the constant bits of a form.
  private mutating func words(of form: Form) -> [UInt128] {
    let unit = machine.stream.unit
    var bits: [Bool] = []
    var field = 0
    for element in form.layout.elements {
      switch element {
      case .bits(let value, let width):
        for place in (0..<width).reversed() { bits.append(value >> UInt128(place) & 1 == 1) }
      case .field:
        for _ in 0..<form.layout.fields[field].width { bits.append(random.next() & 1 == 1) }
        field += 1
      case .operand:
        for _ in 0..<random.below(3) * unit { bits.append(random.next() & 1 == 1) }
      }
    }
    while bits.count % unit != 0 { bits.append(random.next() & 1 == 1) }
    return stride(from: 0, to: bits.count, by: unit).map { start in
      bits[start..<start + unit].reduce(0) { $0 << 1 | ($1 ? 1 : 0) }
    }
  }
}
