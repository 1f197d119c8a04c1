import Execution
import ISAModel
import SMT
import Testing

@testable import Monitor

/// Runs from states that were picked go the way that they were picked for, and tell what they have looked at.
struct PathTraceTests {

  private static let text = """
    isa paths "Instructions of many ways" {
      source T "None"
      guest register PC: bits(8)
      guest register A: bits(8)
      guest register R[4]: bits(8)
      mode  register S: bits(1)
      modes {
        user       when S == 0
        supervisor when S == 1
      }
      trap illegal: fault
      trap privileged: privilege
      trap range: fault
      trap refused: memory
      memory mem[address: bits(8)]: bits(8) little traps refused
      memory phys[address: bits(8)]: bits(8) little
      encoding {
        unit bits(8) little
        fetch mem[PC]
        step { PC = PC + length }
        otherwise trap illegal
      }
      instruction FOLLOW "Load through a pointer, which is not 0" {
        source T "1"
        encode 0000_00 n:2
        do {
          let pointer = mem[R[n], 8]
          require pointer != 0 else trap range
          A = mem[pointer, 8]
        }
      }
      instruction LOOK "Read past translation" {
        source T "2"
        encode 0000_0100
        do {
          require supervisor else trap privileged
          A = phys[0x40, 8]
          if A == 3 { trap range }
        }
      }
      instruction OPEN "Something that the manual leaves open" {
        source T "3"
        encode 0000_0101
        do {
          let open: bits(8) = undefined
          if open == 9 { trap range }
          A = open
        }
      }
      function small(n: bits(2)) -> bits(8) {
        require R[n] < 16 else trap range
        R[n]
      }
      operand place(m: bits(2), n: bits(2)) -> bits(8) {
        case (00, _) => small(n)
        case (01, _) => small(n) + 1
        case (10, _) => small(n) + 2
        case (11, _) => R[n]
      }
      instruction ADD "Add two small numbers" {
        source T "4"
        encode 01 m:2 n:2 k:2 01 j:2 0000 first:place(m, n) second:place(j, k)
        do { A = first + second }
      }
    }
    """

  private let machine: Machine

  init() throws { machine = try MonitoredMachine.made(of: Self.text) }

  private func number(_ name: String) throws -> Int {
    try #require(machine.instructions.firstIndex { $0.name == name })
  }

  private func trap(_ name: String) throws -> Int {
    try #require(machine.traps.firstIndex { $0.name == name })
  }

  /// The run of an instruction in a mode from a state.
  private func trace(
    _ name: String, fields: [UInt128] = [], mode: Int = 0, registers: [String: UInt128] = [:],
    memory: [UInt128: UInt128] = [:], physical: [UInt128: UInt128] = [:]
  ) throws -> PathTrace {
    let virtual = VirtualState(machine, mode: mode)
    let domain = virtual.state.domain
    var found = Assignment()
    for (component, term) in zip(machine.components, virtual.components) {
      if let value = registers[component.name] { found.variables[term] = value }
    }
    func points(_ cells: [UInt128: UInt128]) -> [[UInt128]: UInt128] {
      Dictionary(uniqueKeysWithValues: cells.map { ([$0.key], $0.value) })
    }
    if let function = domain.memoryFunction { found.functions[function] = points(memory) }
    if let function = domain.physicalFunction { found.functions[function] = points(physical) }
    let form = machine.instructions[try number(name)].forms[0]
    return PathTrace(form, fields: fields.map { Bits($0, width: 2) }, contexts: [], in: virtual, found)
  }

  @Test func everythingThatIsReadIsToldOf() throws {
    let trace = try trace("FOLLOW", fields: [2], registers: ["R[2]": 0x30], memory: [0x30: 0x50, 0x50: 7])
    #expect(trace.trap == nil)
    #expect(
      trace.cells == [
        StateProgram.Cell(space: .guest, address: 0x30, value: 0x50),
        StateProgram.Cell(space: .guest, address: 0x50, value: 7),
      ])
  }

  @Test func nothingIsReadBehindATrap() throws {
    let trace = try trace("FOLLOW", fields: [1], registers: ["R[1]": 0x30], memory: [0x50: 7])
    #expect(trace.trap == (try trap("range")))
    #expect(trace.cells == [StateProgram.Cell(space: .guest, address: 0x30, value: 0)])
  }

  @Test func cellThatIsReadTwiceIsToldOfOnce() throws {
    let trace = try trace("FOLLOW", fields: [0], registers: ["R[0]": 0x30], memory: [0x30: 0x30])
    #expect(trace.cells == [StateProgram.Cell(space: .guest, address: 0x30, value: 0x30)])
  }

  @Test func modeAndBothMemoriesAreThoseOfTheState() throws {
    #expect(try trace("LOOK").trap == trap("privileged"))
    let completes = try trace("LOOK", mode: 1, memory: [0x40: 3], physical: [0x40: 4])
    #expect(completes.trap == nil)
    #expect(completes.cells == [StateProgram.Cell(space: .physical, address: 0x40, value: 4)])
    #expect(try trace("LOOK", mode: 1, physical: [0x40: 3]).trap == trap("range"))
  }

  /// Whatever the solver picks for a way out of a meaning, the run takes it; what the manual leaves open is a part of that.
  @Test(arguments: ["FOLLOW", "LOOK", "OPEN"])
  func runsTakeTheWayThatTheirStatesWerePickedFor(name: String) throws {
    let form = machine.instructions[try number(name)].forms[0]
    for mode in machine.modes.indices {
      let virtual = VirtualState(machine, mode: mode)
      let store = virtual.store
      let fields = (0..<form.fieldCount).map { store.variable("field.\($0)", width: 2) }
      let result = virtual.evaluate { $0.run(form, fields: fields, contexts: []) }
      let ways = [(nil, result.state.alive)] + result.traps.map { (Int?.some($0.trap), $0.condition) }
      let admits = store.applications(in: ways.map(\.1)).filter {
        store.functionAndArguments(of: $0)?.0 == virtual.state.domain.accessFunction
      }
      for (trap, condition) in ways {
        guard
          case .satisfiable(let found) = Solver(store: store).check(virtual.assertions + admits + [condition])
        else { continue }
        let evaluation = Evaluation(store, found)
        let trace = PathTrace(
          form, fields: fields.map { Bits(evaluation.value($0), width: 2) }, contexts: [], in: virtual, found)
        #expect(trace.trap == trap, "\(name) in mode \(mode)")
      }
    }
  }

  // MARK: Tests of every path

  /// Six ways lead to one statement that traps: the last has a test, in which the first operand is not refused.
  @Test func lastWayToATrapHasATest() throws {
    let tests = GeneratedTests(machine).programs(of: try number("ADD"))
    let trapping = tests.filter { $0.name == "ADD form 1, user: traps with range" }
    #expect(trapping.count == 1)
    let test = try #require(trapping.first)
    #expect((test.units.first ?? 0) >> 6 == 1)
    let first = "R[\((test.units[0] >> 2) & 3)]"
    #expect(test.units[0] >> 4 & 3 == 3 || test.components[first] ?? 0 < 16)
    #expect(tests.contains { $0.name == "ADD form 1, user: completes" })
  }

  /// A path under a name is one that the decoded instruction takes.
  @Test(arguments: ["FOLLOW", "LOOK", "OPEN", "ADD"])
  func testsHaveAWordOfTheirInstruction(name: String) throws {
    let tests = GeneratedTests(machine).programs(of: try number(name))
    #expect(!tests.isEmpty)
    let decoder = InstructionDecoder(machine: machine)
    for test in tests {
      let decoded = decoder.decode { test.units.indices.contains($0) ? test.units[$0] : nil }.instruction
      #expect(decoded?.instruction == (try number(name)), "\(test.name)")
    }
  }
}
