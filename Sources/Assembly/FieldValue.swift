import Execution
import ISAModel

/// Turns the numbers of assembly text into the bits of a field.
struct FieldValue {

  let style: SyntaxStyle
  let width: Int

  init(_ style: SyntaxStyle, width: Int) {
    self.style = style
    self.width = width
  }

  private var half: Int128 { width > 120 ? .max : 1 << Int128(width - 1) }
  private var whole: Int128 { width > 120 ? .max : 1 << Int128(width) }

  /// A field of this many bits holds a number of the same modulus, however it is written.
  private static let wholeWord = 32

  /// The bits that stand for `number`; nil where none do.
  func bits(of number: Int128) -> UInt128? {
    switch style {
    case .signed, .displacement:
      guard number >= -half, number < (width >= Self.wholeWord ? whole : half) else { return nil }
    case .extended(let wide):
      let target = FieldValue(.number, width: wide)
      guard number >= -target.half, number < target.whole else { return nil }
      let bits = Bits(UInt128(truncatingIfNeeded: number), width: wide)
      guard bits.signed >= -half, bits.signed < half else { return nil }
    default:
      guard number >= -half, number < whole else { return nil }
    }
    return Bits(UInt128(truncatingIfNeeded: number), width: width).value
  }

  /// The bits that stand for the distance from `base` to `target`, in steps of `scale`, modulo 2^`modulus`.
  func bits(ofTarget target: Int128, from base: UInt128, scale: Int, modulus: Int) -> UInt128? {
    let difference = UInt128(truncatingIfNeeded: target) &- base
    // A target beyond the modulus is a mistake, unless it is a negative way to write one within.
    let limit = FieldValue(.number, width: modulus)
    guard target >= -limit.half, target < limit.whole else { return nil }
    let distance = Bits(difference, width: modulus).signed
    guard distance % Int128(scale) == 0 else { return nil }
    let steps = distance / Int128(scale)
    guard steps >= -half, steps < half || width >= modulus else { return nil }
    return Bits(UInt128(truncatingIfNeeded: steps), width: width).value
  }

  /// What would fit, in words.
  var range: String {
    switch style {
    case .signed, .displacement: "it holds \(-half) to \(half - 1)"
    case .extended(let wide): "it holds \(-half) to \(half - 1), modulo 2^\(wide)"
    default: "it holds \(-half) to \(whole - 1)"
    }
  }
}
