import Virtualizability

/// Which instruction reads and writes which resources, as a table.
struct AccessMatrix {

  struct Group {
    var role: String
    var span: Int
  }

  struct Column {
    var label: String
    /// Whether a new role starts here.
    var isFirst: Bool
  }

  struct Cell {
    /// `R`, `W`, `RW`, or nothing.
    var mark: String
    var words: String
    var isFirst: Bool
    var tone: String
  }

  struct Row {
    var name: String
    var anchor: String
    var tone: String
    var cells: [Cell]
  }

  var groups: [Group]
  var columns: [Column]
  var rows: [Row]

  /// A matrix of the instructions that read or write a resource; nil where there is none.
  init?(_ instructions: [InstructionVerdict], _ words: Vocabulary) {
    let taking = instructions.filter { !$0.reads.isEmpty || !$0.writes.isEmpty }
    let names = Self.unique(taking.flatMap { $0.reads + $0.writes })
    guard !names.isEmpty else { return nil }
    let columnOf = Self.columns(of: names)
    let roles = ["mode", "relocation", "control", "time", ""]
    var ordered: [(label: String, role: String)] = []
    for role in roles {
      for name in words.ordered(names) where (words.role(of: name) ?? "") == role {
        let label = columnOf[name] ?? name
        if !ordered.contains(where: { $0.label == label }) { ordered.append((label, role)) }
      }
    }
    groups = roles.compactMap { role in
      let count = ordered.count { $0.role == role }
      return count == 0 ? nil : Group(role: role.isEmpty ? "other" : role, span: count)
    }
    let firsts = ordered.indices.map { $0 == 0 || ordered[$0].role != ordered[$0 - 1].role }
    columns = zip(ordered, firsts).map { Column(label: $0.label, isFirst: $1) }
    rows = taking.map { instruction in
      let reads = Set(instruction.reads.map { columnOf[$0] ?? $0 })
      let writes = Set(instruction.writes.map { columnOf[$0] ?? $0 })
      return Row(
        name: instruction.name, anchor: instruction.anchor,
        tone: instruction.isViolation || instruction.directExecution == .fails ? "hole" : "plain",
        cells: zip(ordered, firsts).map { column, isFirst in
          let (isRead, isWritten) = (reads.contains(column.label), writes.contains(column.label))
          return Cell(
            mark: (isRead ? "R" : "") + (isWritten ? "W" : ""),
            words: [isRead ? "reads" : nil, isWritten ? "changes" : nil].compactMap { $0 }.joined(
              separator: " and "), isFirst: isFirst, tone: isWritten ? "written" : isRead ? "read" : "none")
        })
    }
  }

  /// The most columns that one register may have.
  private static let mostFields = 8

  /// The column that each component stands in: its own, or its register's where that has many.
  private static func columns(of names: [String]) -> [String: String] {
    var byRegister: [String: [String]] = [:]
    for name in names { byRegister[register(of: name), default: []].append(name) }
    var result: [String: String] = [:]
    for (register, members) in byRegister {
      for name in members { result[name] = members.count > mostFields ? "\(register) …" : name }
    }
    return result
  }

  private static func register(of name: String) -> String {
    String(name.prefix { $0 != "[" && $0 != "." })
  }

  private static func unique(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }
}

extension Vocabulary {

  /// `names` in the order of their declaration, and what is not declared behind them.
  func ordered(_ names: [String]) -> [String] {
    let wanted = Set(names)
    let declared = resources.flatMap(\.names).filter(wanted.contains)
    let known = Set(declared)
    return declared + names.filter { !known.contains($0) }
  }
}
