/// How numbers are written in assembly text: small ones in decimal, others in hexadecimal.
package enum NumberText {

  package static func unsigned(_ value: UInt128) -> String {
    value < 10 ? "\(value)" : "0x" + String(value, radix: 16)
  }

  package static func signed(_ value: Int128) -> String {
    value < 0 ? "-" + unsigned(value.magnitude) : unsigned(value.magnitude)
  }

  /// With the sign of what is added.
  package static func displacement(_ value: Int128) -> String {
    (value < 0 ? "-" : "+") + unsigned(value.magnitude)
  }
}
