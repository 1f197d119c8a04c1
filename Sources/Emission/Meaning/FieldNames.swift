import ISAModel

/// What the fields and operands of a layout are called within their structure.
struct FieldNames {
  private var fields: [String] = []
  private var operands: [String] = []

  init(_ layout: Layout) {
    var names = NameTable()
    fields = layout.fields.map { names.give($0.name) }
    operands = layout.operands.map { names.give($0.name) }
  }

  func field(_ number: Int) -> String { fields[number] }
  func operand(_ number: Int) -> String { operands[number] }
}
