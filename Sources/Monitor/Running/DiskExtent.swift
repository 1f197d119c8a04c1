import Execution
import ISAModel

/// A virtual machine's part of a block device: blocks that lie side by side.
package final class DiskExtent: BlockStorage {

  private let whole: any BlockStorage
  private let first: Bits
  private let count: Bits
  private let rules: AllocationRules<ConcreteDomain>

  /// The words that blocks are numbered in, wide enough for every device.
  static let width = 128

  package init(_ whole: any BlockStorage, first: UInt128, count: UInt128, _ machine: Machine) {
    self.whole = whole
    self.first = Bits(first, width: Self.width)
    self.count = Bits(count, width: Self.width)
    rules = AllocationRules(ConcreteDomain(machine: machine, environment: EmptyEnvironment.shared))
  }

  private func granted(_ block: UInt128) -> UInt128? {
    let answer = rules.block(Bits(block, width: Self.width), first: first, count: count)
    return answer.isGranted.value == 1 ? answer.block.value : nil
  }

  package func read(_ block: UInt128, size: Int) -> [UInt8]? {
    granted(block).flatMap { whole.read($0, size: size) }
  }

  package func write(_ block: UInt128, _ bytes: [UInt8]) -> Bool {
    granted(block).map { whole.write($0, bytes) } ?? false
  }
}

/// A block device in memory.
package final class MemoryDisk: BlockStorage {

  package private(set) var bytes: [UInt8]
  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  private func range(_ block: UInt128, _ size: Int) -> Range<Int>? {
    guard block < UInt128(bytes.count / size) else { return nil }
    return Int(block) * size..<Int(block) * size + size
  }

  package func read(_ block: UInt128, size: Int) -> [UInt8]? { range(block, size).map { Array(bytes[$0]) } }

  package func write(_ block: UInt128, _ new: [UInt8]) -> Bool {
    guard let range = range(block, new.count) else { return false }
    bytes.replaceSubrange(range, with: new)
    return true
  }
}
