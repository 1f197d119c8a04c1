import Execution
import Reporting

/// The answer to one line of vectors.
struct VectorAnswer {

  /// The line's own name; nil where it has none.
  var id: String?

  /// The number of the line, from 1 on.
  var line: Int

  /// The answer where a step was taken; `unit` is the width of a unit of memory.
  func json(_ outcome: VectorOutcome, unit: Int) -> JSONValue {
    var members = head
    switch outcome.kind {
    case .completes: members.append(("outcome", "completes"))
    case .traps: members.append(("outcome", "traps"))
    case .interrupted: members.append(("outcome", "interrupted"))
    case .ends(let reason):
      members.append(("outcome", "ends"))
      members.append(("reason", .string(reason)))
    }
    if outcome.breaksInvariant { members.append(("breaksInvariant", true)) }
    if let instruction = outcome.instruction { members.append(("instruction", .string(instruction))) }
    if let trap = outcome.trap {
      members.append(
        (
          "trap",
          .object([
            ("name", .string(trap.name)), ("class", .string(trap.trapClass)),
            ("arguments", .strings(trap.arguments.map { hexadecimal($0) })),
          ])
        ))
    }
    members.append(
      ("state", .object(outcome.registers.map { ($0.name, .string(hexadecimal($0.change.value))) })))
    let open = outcome.registers.filter { $0.change.undefined != 0 }
    if !open.isEmpty {
      members.append(
        ("undefined", .object(open.map { ($0.name, .string(hexadecimal($0.change.undefined))) })))
    }
    let digits = (unit + 3) / 4
    func block(_ value: (VectorOutcome.Change) -> UInt128) -> JSONValue {
      .object(
        outcome.memory.map {
          (
            hexadecimal($0.address),
            .string(String(hexadecimal(value($0.change), digits: digits).dropFirst(2)))
          )
        })
    }
    members.append(("memory", block(\.value)))
    if outcome.memory.contains(where: { $0.change.undefined != 0 }) {
      members.append(("undefinedMemory", block(\.undefined)))
    }
    return .object(members)
  }

  /// The answer where the line is wrong.
  func json(error: String) -> JSONValue { .object(head + [("error", .string(error))]) }

  private var head: [(key: String, value: JSONValue)] {
    (id.map { [("id", .string($0))] } ?? []) + [("line", .number(line))]
  }

  private func hexadecimal(_ value: UInt128, digits: Int = 1) -> String {
    let text = String(value, radix: 16)
    return "0x" + String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}
