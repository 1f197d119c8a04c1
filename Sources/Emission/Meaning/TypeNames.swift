import ISAModel

/// What the types of a machine are called in C.
struct TypeNames {

  private let machine: Machine
  private(set) var records: [String] = []
  private(set) var enumerations: [String] = []

  init(_ machine: Machine, _ names: inout NameTable) {
    self.machine = machine
    for record in machine.records { records.append(names.give(record.name)) }
    for enumeration in machine.enumerations { enumerations.append(names.give(enumeration.name)) }
  }

  func name(_ type: Type) -> String {
    switch type {
    case .bits(let width): CType.word(width)
    case .record(let number): "struct \(records[canonical(number)])"
    case .enumeration(let number): "struct \(enumerations[number])"
    case .nothing, .never: "void"
    }
  }

  func zero(_ type: Type) -> String {
    if case .bits = type { "0" } else { "{0}" }
  }

  /// The constant that tells a case of an enum.
  func tag(_ number: Int, _ index: Int) -> String {
    let declaration = machine.enumerations[number]
    return "\(enumerations[number])_\(NameTable.member(declaration.cases[index].name))"
  }

  /// The record whose fields have these types.
  func record(of fields: [Type]) -> Type {
    let found = machine.records.firstIndex { $0.fields.map(\.type) == fields }
    return found.map { .record($0) } ?? .nothing
  }

  /// The first record with the same types of fields: values of the two are written alike.
  private func canonical(_ number: Int) -> Int {
    let types = machine.records[number].fields.map(\.type)
    return machine.records.firstIndex { $0.fields.map(\.type) == types } ?? number
  }

  // MARK: Declarations

  var declarations: CText {
    var out = CText()
    for (isRecord, number) in ordered {
      isRecord ? declare(record: number, &out) : declare(enumeration: number, &out)
    }
    return out
  }

  /// Records and enums, each behind those that it is made of.
  private var ordered: [(isRecord: Bool, Int)] {
    var result: [(isRecord: Bool, Int)] = []
    var seen: Set<Type> = []
    func visit(_ type: Type) {
      switch type {
      case .record(let number):
        guard canonical(number) == number, seen.insert(type).inserted else { return }
        machine.records[number].fields.forEach { visit($0.type) }
        result.append((true, number))
      case .enumeration(let number):
        guard seen.insert(type).inserted else { return }
        machine.enumerations[number].cases.forEach { $0.fields.forEach { visit($0.type) } }
        result.append((false, number))
      default: break
      }
    }
    for number in machine.records.indices { visit(.record(canonical(number))) }
    for number in machine.enumerations.indices { visit(.enumeration(number)) }
    return result
  }

  private func declare(record number: Int, _ out: inout CText) {
    out.open("struct \(records[number]) {")
    for field in machine.records[number].fields {
      out.line("\(name(field.type)) \(NameTable.member(field.name));\(note(field.type))")
    }
    out.close("};")
    out.line("")
  }

  private func declare(enumeration number: Int, _ out: inout CText) {
    let declaration = machine.enumerations[number]
    out.open("struct \(enumerations[number]) {")
    let tags = declaration.cases.indices.map { tag(number, $0) }.joined(separator: ", ")
    out.line("enum { \(tags) } tag;")
    for one in declaration.cases where !one.fields.isEmpty {
      let fields = one.fields.map { "\(name($0.type)) \(NameTable.member($0.name));" }.joined(separator: " ")
      out.line("struct { \(fields) } \(NameTable.member(one.name));")
    }
    out.close("};")
    out.line("")
  }

  private func note(_ type: Type) -> String {
    guard case .bits(let width) = type, CType.size(width) != width else { return "" }
    return " /* \(width) bits */"
  }
}
