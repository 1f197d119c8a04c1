import Execution
import ISALanguage
import ISAModel

/// Assembles programs for one machine, whose specification says how instructions are written.
///
/// Addresses are settled in passes: every instruction starts with its shortest encoding, and takes a longer one
/// when its values turn out not to fit. It never shrinks again, so the passes end.
package struct Assembler {

  private let machine: Machine
  private let file: SourceFile
  private let solver: InstructionSolver
  private var statements: [Statement] = []
  private var defined: [String: Span] = [:]
  private var inclusions: [Span: Int] = [:]
  private var values: [String: Int128] = [:]

  /// The length of every instruction in address units, as far as is known.
  private var lengths: [Int] = []
  private var diagnostics = DiagnosticBag()

  /// More passes are needed only by programs whose sizes contradict themselves.
  private static let mostPasses = 200

  /// The most units that one program may fill.
  private static let mostUnits: Int128 = 1 << 26

  /// Assembles the text of `file`.
  ///
  /// - Parameters:
  ///   - sources: has the file; gains those that it includes.
  ///   - origin: the address of what comes first.
  /// - Returns: the program, unless something is wrong with it, and what is to be told to its author.
  package static func assemble(
    _ file: SourceFile, in sources: inout SourceMap, for machine: Machine, origin: UInt128 = 0
  ) -> (program: AssembledProgram?, diagnostics: [Diagnostic]) {
    var assembler = Assembler(machine, file)
    let program = assembler.run(origin: Int128(truncatingIfNeeded: origin), &sources)
    return (assembler.diagnostics.hasErrors ? nil : program, assembler.diagnostics.sorted)
  }

  private init(_ machine: Machine, _ file: SourceFile) {
    self.machine = machine
    self.file = file
    solver = InstructionSolver(machine: machine)
  }

  private mutating func run(origin: Int128, _ sources: inout SourceMap) -> AssembledProgram? {
    var parser = StatementParser(machine: machine, file: file, sources: sources)
    parser.run()
    sources = parser.sources
    inclusions = parser.inclusions
    parser.diagnostics.diagnostics.forEach { diagnostics.report($0) }
    statements = parser.statements
    defined = parser.symbols
    lengths = Array(repeating: 0, count: statements.count)
    for _ in 0..<Self.mostPasses {
      var pass = AssemblyPass(self, origin: origin, isLast: false)
      pass.run()
      lengths = pass.lengths
      let settled = pass.values == values
      values = pass.values
      if settled {
        var last = AssemblyPass(self, origin: origin, isLast: true)
        last.run()
        last.diagnostics.diagnostics.forEach { diagnostics.report($0) }
        return last.program
      }
    }
    diagnostics.error(
      "the addresses of this program do not settle", at: Span(file: file.id, start: 0, end: 1),
      help: "a size depends on itself, by way of '.space', '.align' or '.org'")
    return nil
  }

  /// One walk over the statements with the symbols as the walk before left them.
  private struct AssemblyPass {

    private let assembler: Assembler
    private let isLast: Bool
    private var address: Int128
    private var items: [AssembledProgram.Item] = []
    var values: [String: Int128] = [:]
    var lengths: [Int]
    var diagnostics = DiagnosticBag()

    init(_ assembler: Assembler, origin: Int128, isLast: Bool) {
      self.assembler = assembler
      self.isLast = isLast
      address = origin
      lengths = assembler.lengths
    }

    private var machine: Machine { assembler.machine }
    var program: AssembledProgram {
      AssembledProgram(
        unit: machine.addressUnit, isBigEndian: machine.isBigEndian, items: items,
        inclusions: assembler.inclusions)
    }

    mutating func run() {
      for number in assembler.statements.indices {
        do throws(AssemblyExpression.Failure) {
          try statement(number)
        } catch {
          diagnostics.error(error.message, at: error.span, help: error.help)
          // What is laid out anyhow keeps the addresses behind it.
          address += Int128(lengths[number])
        }
        if address > Int128(1) << Int128(min(machine.addressWidth, 100)) {
          diagnostics.error(
            "the program runs beyond the last address, which has \(machine.addressWidth) bits",
            at: assembler.statements[number].span)
          return
        }
      }
    }

    private mutating func statement(_ number: Int) throws(AssemblyExpression.Failure) {
      let statement = assembler.statements[number]
      switch statement.kind {
      case .label(let name): values[name] = address
      case .assign(let name, let expression):
        values[name] = try value(expression)
        if isLast, values[name] == nil {
          throw AssemblyExpression.Failure(
            message: "the value of '\(name)' depends on itself", span: statement.span)
        }
      case .instruction(let readings): try instruction(number, readings, statement.span)
      case .data(let numbers, let bits):
        var units: [UInt128] = []
        for (expression, span) in numbers {
          units += machine.addressUnits(of: try data(expression, bits, span), bits: bits)
        }
        add(units, statement.span)
      case .text(let bytes):
        add(bytes.flatMap { machine.addressUnits(of: UInt128($0), bits: 8) }, statement.span)
      case .space(let count, let fill):
        let count = try value(count) ?? 0
        guard count >= 0, count <= Assembler.mostUnits else {
          throw AssemblyExpression.Failure(message: "a space of \(count) units", span: statement.span)
        }
        let unit =
          try fill.map { expression throws(AssemblyExpression.Failure) in try value(expression) } ?? 0
        let filled = FieldValue(.number, width: machine.addressUnit).bits(of: unit ?? 0)
        guard let filled else {
          throw AssemblyExpression.Failure(
            message: "the fill does not fit in a unit of \(machine.addressUnit) bits", span: statement.span)
        }
        add(Array(repeating: filled, count: Int(count)), statement.span)
      case .align(let expression):
        let unit = try value(expression) ?? 1
        guard unit > 0, unit <= Assembler.mostUnits else {
          throw AssemblyExpression.Failure(message: "an alignment to \(unit)", span: statement.span)
        }
        let gap = (unit - address % unit) % unit
        add(Array(repeating: 0, count: Int(gap)), statement.span)
      case .origin(let expression):
        guard let target = try value(expression) else { return }
        guard target >= address || items.isEmpty else {
          throw AssemblyExpression.Failure(
            message: "'.org' cannot go back: 0x\(String(address, radix: 16)) is reached already",
            span: statement.span)
        }
        guard target >= 0 else {
          throw AssemblyExpression.Failure(message: "an address below 0", span: statement.span)
        }
        address = target
      }
    }

    private mutating func add(_ units: [UInt128], _ span: Span) {
      guard !units.isEmpty else { return }
      items.append(AssembledProgram.Item(address: UInt128(max(0, address)), units: units, span: span))
      address += Int128(units.count)
    }

    // MARK: Values

    private func environment() -> AssemblyExpression.Environment {
      let assembler = self.assembler
      return AssemblyExpression.Environment(address: address) {
        (name, span) throws(AssemblyExpression.Failure) -> Int128? in
        if let value = assembler.values[name] { return value }
        guard assembler.defined[name] == nil else { return nil }
        throw AssemblyExpression.Failure(
          message: "the symbol '\(name)' is not defined", span: span,
          help: Spelling.suggestion(for: name, among: assembler.defined.keys.sorted())
            .map { "did you mean '\($0)'?" })
      }
    }

    private func value(_ expression: AssemblyExpression) throws(AssemblyExpression.Failure) -> Int128? {
      try expression.value(in: environment())
    }

    private func data(
      _ expression: AssemblyExpression, _ bits: Int, _ span: Span
    ) throws(AssemblyExpression.Failure) -> UInt128 {
      let number = try value(expression) ?? 0
      let field = FieldValue(.number, width: bits)
      guard let result = field.bits(of: number) else {
        throw AssemblyExpression.Failure(
          message: "\(number) does not fit in \(bits) bits", span: span, help: field.range)
      }
      return result
    }

    // MARK: Instructions

    private mutating func instruction(
      _ number: Int, _ readings: [Statement.Reading], _ span: Span
    ) throws(AssemblyExpression.Failure) {
      var best: (match: SyntaxMatch, outcome: InstructionSolver.Outcome, length: Int)?
      var failure: AssemblyExpression.Failure?
      let environment = environment()
      for reading in readings {
        let match = reading.match
        let outcome = assembler.solver.solve(match, pinned: reading.pinned, in: environment)
        let bits: Int
        switch outcome {
        case .solved(_, _, let length), .open(let length): bits = length
        case .misfit(let reason):
          failure = failure ?? reason
          continue
        case .impossible: continue
        }
        let length = bits / machine.addressUnit
        // What was long once stays long; where nothing is so long, the longest is next to it.
        let isBetter =
          best.map { best in
            if (length >= lengths[number]) != (best.length >= lengths[number]) {
              return length >= lengths[number]
            }
            return best.length < lengths[number] ? length > best.length : length < best.length
          } ?? true
        if isBetter { best = (match, outcome, length) }
      }
      guard let best else {
        throw failure
          ?? AssemblyExpression.Failure(
            message: readings.allSatisfy(\.pinned.isEmpty)
              ? "the machine has no such instruction" : "no instruction stands so behind these prefixes",
            span: span, help: "the specification excludes these operands together")
      }
      lengths[number] = max(lengths[number], best.length)
      guard case .solved(let fields, let contexts, _) = best.outcome else {
        address += Int128(best.length)
        return
      }
      let units = assembler.solver.units(best.match, fields: fields, contexts: contexts)
      add(units.flatMap { machine.addressUnits(of: $0, bits: machine.stream.unit) }, span)
    }
  }
}
