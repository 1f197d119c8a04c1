/// Writes one script. Terms used more than once, or nested deeply, are defined by a name.
struct ScriptWriter {
  private static let nestingLimit: UInt8 = 24

  private let store: TermStore
  /// The nodes below the assertions, operands first.
  private let nodes: [Int32]
  private var names = ScriptNames()
  private var definitionCount = 0
  private var symbols: [Int32: String] = [:]
  private var functionSymbols: [Int32: String] = [:]
  private var text = ""

  init(store: TermStore, assertions: [Term]) {
    self.store = store
    nodes = store.reachable(from: assertions)
  }

  mutating func script(_ assertions: [Term], _ comment: [String]) -> String {
    for line in comment {
      let clean = line.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      for part in clean { text += part.isEmpty ? ";\n" : "; \(part)\n" }
    }
    let hasFunctions = nodes.contains { store.nodes[Int($0)].operation == .apply }
    text += "(set-info :smt-lib-version 2.6)\n(set-logic \(hasFunctions ? "QF_UFBV" : "QF_BV"))\n"
    declare()
    define(assertions)
    for assertion in assertions {
      text += "(assert "
      write(assertion.index, asBoolean: true)
      text += ")\n"
    }
    text += "(check-sat)\n"
    return text
  }

  private mutating func declare() {
    for index in nodes {
      let node = store.nodes[Int(index)]
      if node.operation == .variable {
        let symbol = names.symbol(store.variableNames[Int(node.a)])
        symbols[index] = symbol
        text += "(declare-fun \(symbol) () \(sort(Int(node.width))))\n"
      } else if node.operation == .apply, functionSymbols[node.a] == nil {
        let signature = store.functions[Int(node.a)]
        let symbol = names.symbol(signature.name)
        functionSymbols[node.a] = symbol
        let sorts: [String] = signature.domain.map { sort($0) }
        let domain = sorts.joined(separator: " ")
        text += "(declare-fun \(symbol) (\(domain)) \(sort(signature.range)))\n"
      }
    }
  }

  private mutating func define(_ assertions: [Term]) {
    var uses: [Int32: Int] = [:]
    for index in nodes {
      let node = store.nodes[Int(index)]
      switch node.operation {
      case .argument: break  // Applications that share a list each write its terms.
      case .apply: for argument in store.arguments(node) { uses[argument.index, default: 0] += 1 }
      default: store.forEachChild(node) { uses[$0, default: 0] += 1 }
      }
    }
    for assertion in assertions { uses[assertion.index, default: 0] += 1 }
    var nesting: [Int32: UInt8] = [:]
    for index in nodes {
      let node = store.nodes[Int(index)]
      if node.operation == .constant || node.operation == .variable { continue }
      var deepest: UInt8 = 0
      store.forEachChild(node) { deepest = max(deepest, nesting[$0] ?? 0) }
      // A cell of a list is written within its application and must not be deeper than that may be.
      let isShared = uses[index, default: 0] > 1 || deepest >= ScriptWriter.nestingLimit
      if node.operation == .argument || !isShared {
        nesting[index] = node.operation == .argument ? deepest : deepest + 1
        continue
      }
      let isBoolean = node.givesBoolean
      // Counted here, so that the script does not depend on what else is in the store.
      definitionCount += 1
      let symbol = names.symbol("t\(definitionCount)")
      text += "(define-fun \(symbol) () \(isBoolean ? "Bool" : sort(vector: Int(node.width))) "
      write(index, asBoolean: isBoolean)
      text += ")\n"
      symbols[index] = symbol
    }
  }

  private func sort(_ width: Int) -> String { width == 1 ? "Bool" : sort(vector: width) }

  private func sort(vector width: Int) -> String { "(_ BitVec \(width))" }

  /// Writes the node as a boolean or as a bit vector.
  private mutating func write(_ index: Int32, asBoolean: Bool) {
    let node = store.nodes[Int(index)]
    if node.operation == .constant {
      write(constant: node, asBoolean: asBoolean)
      return
    }
    if node.givesBoolean == asBoolean {
      writeNative(index, node)
    } else if asBoolean {
      text += "(= "
      writeNative(index, node)
      text += " #b1)"
    } else {
      text += "(ite "
      writeNative(index, node)
      text += " #b1 #b0)"
    }
  }

  private mutating func write(constant node: Node, asBoolean: Bool) {
    let value = node.constantValue
    if asBoolean {
      text += value == 1 ? "true" : "false"
      return
    }
    let isHexadecimal = node.width % 4 == 0
    let digits = String(value, radix: isHexadecimal ? 16 : 2)
    let count = isHexadecimal ? Int(node.width) / 4 : Int(node.width)
    text += isHexadecimal ? "#x" : "#b"
    text += String(repeating: "0", count: count - digits.count) + digits
  }

  private mutating func writeNative(_ index: Int32, _ node: Node) {
    if let symbol = symbols[index] {
      text += symbol
      return
    }
    let operandsAreBoolean: Bool
    switch node.operation {
    case .not, .and, .or, .xor, .equal: operandsAreBoolean = store.width(node.first) == 1
    default: operandsAreBoolean = false
    }
    text += "(" + head(node, operandsAreBoolean)
    switch node.operation {
    case .apply:
      for argument in store.arguments(node) {
        operand(argument.index, asBoolean: store.width(argument) == 1)
      }
    case .ite:
      operand(node.a, asBoolean: true)
      operand(node.b, asBoolean: node.width == 1)
      operand(node.c, asBoolean: node.width == 1)
    default:
      operand(node.a, asBoolean: operandsAreBoolean)
      if node.operation.arity == 2 { operand(node.b, asBoolean: operandsAreBoolean) }
    }
    text += ")"
  }

  private mutating func operand(_ index: Int32, asBoolean: Bool) {
    text += " "
    write(index, asBoolean: asBoolean)
  }

  /// What stands before the operands.
  private func head(_ node: Node, _ isBoolean: Bool) -> String {
    switch node.operation {
    case .apply: functionSymbols[node.a] ?? "?"
    case .extract: "(_ extract \(node.b) \(node.c))"
    case .signExtend: "(_ sign_extend \(Int(node.width) - store.width(node.first)))"
    case .not: isBoolean ? "not" : "bvnot"
    case .and: isBoolean ? "and" : "bvand"
    case .or: isBoolean ? "or" : "bvor"
    case .xor: isBoolean ? "xor" : "bvxor"
    default: node.operation.smtlibName
    }
  }
}

extension Operation {
  /// The name of an operation that is the same for all widths.
  fileprivate var smtlibName: String {
    switch self {
    case .negate: "bvneg"
    case .add: "bvadd"
    case .subtract: "bvsub"
    case .multiply: "bvmul"
    case .unsignedDivide: "bvudiv"
    case .unsignedRemainder: "bvurem"
    case .signedDivide: "bvsdiv"
    case .signedRemainder: "bvsrem"
    case .shiftLeft: "bvshl"
    case .shiftRightLogical: "bvlshr"
    case .shiftRightArithmetic: "bvashr"
    case .concat: "concat"
    case .equal: "="
    case .unsignedLess: "bvult"
    case .unsignedLessOrEqual: "bvule"
    case .signedLess: "bvslt"
    case .signedLessOrEqual: "bvsle"
    default: "ite"
    }
  }
}
