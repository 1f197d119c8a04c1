import ISALanguage

/// How much work it is to run a meaning once, and how deeply that recurses, with what it calls; and how high
/// it is.
struct MeaningSize {

  /// The most expressions that one run may evaluate.
  static let mostWork = 20_000_000

  /// How deeply a run may recurse.
  static let deepest = 20_000

  /// How many expressions may stand inside of one another. Whoever holds a meaning must be able to let go of
  /// it, which recurses, on a stack of 512 KiB.
  static let highest = 1_000

  var work = 1
  var depth = 1
  var height = 1

  var isTooLarge: Bool { work > Self.mostWork || isTooDeep }
  var isTooDeep: Bool { depth > Self.deepest || height > Self.highest }

  /// Adds what runs inside of this.
  mutating func add(_ inner: MeaningSize) {
    addCalled(inner)
    height = min(max(height, inner.height + 1), Self.highest + 1)
  }

  /// Adds what is called from this.
  mutating func addCalled(_ inner: MeaningSize) {
    work = min(work + inner.work, Self.mostWork + 1)
    depth = min(max(depth, inner.depth + 1), Self.deepest + 1)
  }
}

/// Measures the meanings of a machine, every function once.
///
/// - Precondition: No function calls itself, no operand contains itself, no mode depends on itself.
struct MeaningMeter {

  private let functions: [Function]
  private let operands: [Operand]
  private let modes: [Mode]
  private var functionSizes: [MeaningSize?]
  private var operandSizes: [MeaningSize?]
  private var modeSizes: [MeaningSize?]

  init(functions: [Function], operands: [Operand], modes: [Mode]) {
    self.functions = functions
    self.operands = operands
    self.modes = modes
    functionSizes = Array(repeating: nil, count: functions.count)
    operandSizes = Array(repeating: nil, count: operands.count)
    modeSizes = Array(repeating: nil, count: modes.count)
  }

  /// The size of a block in which operands are those of `layout`.
  mutating func size(of block: Block, in layout: Layout) -> MeaningSize {
    var result = MeaningSize()
    block.forEachExpression { result.add(size(of: $0, in: layout)) }
    return result
  }

  /// The size of an expression in which operands are those of `layout`.
  mutating func size(of expression: Expression, in layout: Layout) -> MeaningSize {
    var result = MeaningSize()
    switch expression {
    case .call(let number, _, _): result.addCalled(size(ofFunction: number))
    case .operand(let number, _): result.addCalled(size(ofOperand: layout.operands[number].operand))
    case .mode(let number, _): result.addCalled(size(ofMode: number))
    default: break
    }
    expression.forEachChild { result.add(size(of: $0, in: layout)) }
    return result
  }

  mutating func size(ofFunction number: Int) -> MeaningSize {
    if let known = functionSizes[number] { return known }
    let result = size(of: functions[number].body, in: Layout())
    functionSizes[number] = result
    return result
  }

  mutating func size(ofOperand number: Int) -> MeaningSize {
    if let known = operandSizes[number] { return known }
    var result = MeaningSize()
    for one in operands[number].cases {
      result.add(size(of: one.condition, in: one.layout))
      result.add(size(of: one.value, in: one.layout))
      for use in one.layout.operands { use.arguments.forEach { result.add(size(of: $0, in: one.layout)) } }
    }
    operandSizes[number] = result
    return result
  }

  mutating func size(ofMode number: Int) -> MeaningSize {
    if let known = modeSizes[number] { return known }
    let result = size(of: modes[number].condition, in: Layout())
    modeSizes[number] = result
    return result
  }
}
