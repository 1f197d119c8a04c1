#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif
import Execution
import ISAModel

/// What the run of a program has left behind: all that must be the same under a monitor.
///
/// Nothing runs on its memory any more, so that any thread may have it.
package struct ConformanceOutcome: @unchecked Sendable {

  /// What was written to the console.
  package var output: [UInt8]
  package var disk: [UInt8]?

  /// The components that do not count time.
  package var components: [(number: Int, value: UInt128)]

  /// The memory, as it stands.
  package var memory: RAM

  /// How it has ended; nil where it went on.
  package var ending: Ending?
  package var steps: UInt64

  init(_ concrete: ConcreteMachine, console: MemoryStream, disk: MemoryDisk?, ending: Ending?) {
    let machine = concrete.machine
    output = console.output
    self.disk = disk?.bytes
    components = machine.components.indices.filter { machine.components[$0].role != .time }.map {
      ($0, concrete.state[$0])
    }
    memory = concrete.ram
    self.ending = ending
    steps = concrete.steps
  }

  /// In what two outcomes differ, a few words for each.
  package func differences(from other: ConformanceOutcome, in machine: Machine) -> [String] {
    var result: [String] = []
    if output != other.output {
      result.append("the transcript, from character \(firstDifference(output, other.output))")
    }
    if disk != other.disk { result.append("the disk") }
    if ending != other.ending { result.append("the end") }
    for (one, two) in zip(components, other.components) where one.value != two.value {
      result.append(machine.components[one.number].name)
    }
    let count = min(memory.count, other.memory.count)
    let bytes = count * memory.stride
    let mine = UnsafeRawBufferPointer(start: memory.base, count: bytes)
    let theirs = UnsafeRawBufferPointer(start: other.memory.base, count: bytes)
    let isSame = mine.baseAddress.flatMap { one in
      theirs.baseAddress.map { memcmp(one, $0, bytes) == 0 }
    }
    if isSame != true, let place = zip(mine, theirs).enumerated().first(where: { $1.0 != $1.1 })?.offset {
      result.append("phys[0x" + String(place / memory.stride, radix: 16, uppercase: true) + "]")
    }
    return result
  }

  private func firstDifference(_ one: [UInt8], _ other: [UInt8]) -> Int {
    zip(one, other).enumerated().first { $1.0 != $1.1 }?.offset ?? min(one.count, other.count)
  }
}
