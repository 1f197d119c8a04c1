import Execution
import ISAModel

extension Machine {

  /// The byte order of memory.
  var isBigEndian: Bool { memory?.isBigEndian ?? stream.isBigEndian }

  /// A number of so many bits in units of memory, as few as hold it, in the order of their addresses.
  package func addressUnits(of value: UInt128, bits: Int) -> [UInt128] {
    let unit = addressUnit
    let count = (bits + unit - 1) / unit
    let units = (0..<count).map { Bits(value >> UInt128($0 * unit), width: unit).value }
    return isBigEndian ? units.reversed() : units
  }
}
