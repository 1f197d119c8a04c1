import ISAModel

/// Writes instructions in the assembly syntax of the specification.
package struct AssemblyText {

  private let machine: Machine
  private let evaluator: Evaluator<ConcreteDomain>

  /// The names of addresses, for relative targets.
  package var labels: (UInt128) -> String? = { _ in nil }

  package init(machine: Machine) {
    self.machine = machine
    evaluator = Evaluator(
      machine: machine, domain: ConcreteDomain(machine: machine, environment: EmptyEnvironment.shared),
      components: [])
  }

  /// The instruction in assembly language; empty when the specification gives no syntax.
  ///
  /// - Parameters:
  ///   - address: where it stands, in address units.
  ///   - length: its length in address units, where it may have more prefixes than it needs.
  package func text(
    _ form: Form, fields: [Bits], contexts: [Bits], address: UInt128, length: Int? = nil
  ) -> String {
    guard !form.syntax.isEmpty else { return "" }
    let plain = run(form, fields: fields, contexts: contexts, address: address, length: length)
    return hiddenPrefixes(form, fields: fields, contexts: contexts, plain, address: address)
      .map { $0 + " " }.joined() + plain.text
  }

  /// The addresses that the text shows relative to where the instruction stands.
  package func targets(
    _ form: Form, fields: [Bits], contexts: [Bits], address: UInt128, length: Int? = nil
  ) -> [UInt128] {
    run(form, fields: fields, contexts: contexts, address: address, length: length).targets
  }

  /// The words of the prefixes without which the text would be the same, so that nothing else tells of them.
  private func hiddenPrefixes(
    _ form: Form, fields: [Bits], contexts: [Bits], _ plain: TextRun, address: UInt128
  ) -> [String] {
    machine.stream.contexts.indices.compactMap { number in
      let context = machine.stream.contexts[number]
      guard contexts[number].value != context.initial,
        let word = machine.stream.prefixes.first(where: { prefix in
          prefix.settings.contains { $0.context == number && $0.value == contexts[number].value }
        })?.texts.first
      else { return nil }
      var without = contexts
      without[number] = Bits(context.initial, width: context.width)
      guard evaluator.admits(form, fields: fields, contexts: without).value == 1 else { return nil }
      let other = run(form, fields: fields, contexts: without, address: address, length: nil)
      return other.path == plain.path && other.withoutTargets == plain.withoutTargets ? word : nil
    }
  }

  private func run(
    _ form: Form, fields: [Bits], contexts: [Bits], address: UInt128, length: Int?
  ) -> TextRun {
    evaluator.assume(contexts: contexts)
    var run = TextRun(machine: machine, evaluator: evaluator, contexts: contexts, labels: labels)
    run.address = address
    let locals = evaluator.noLocals(form)
    let content = run.width(of: form.layout, fields: fields, locals: locals)
    let needed = evaluator.neededPrefixes(contexts).reduce(0) { $0 + $1.width }
    run.length = length.map { $0 * machine.addressUnit } ?? needed + content
    run.write(
      form.syntax, layout: form.layout, fields: fields, locals: locals, contentStart: run.length - content,
      origin: 0)
    return run
  }
}

/// The text of one instruction while it grows.
private struct TextRun {

  let machine: Machine
  let evaluator: Evaluator<ConcreteDomain>
  let contexts: [Bits]
  let labels: (UInt128) -> String?
  var address: UInt128 = 0

  /// In bits.
  var length = 0

  private(set) var text = ""

  /// The text without the numbers of relative targets, which shift with the length.
  private(set) var withoutTargets = ""
  private(set) var targets: [UInt128] = []

  /// The numbers of the cases that were taken.
  private(set) var path: [Int] = []

  init(
    machine: Machine, evaluator: Evaluator<ConcreteDomain>, contexts: [Bits],
    labels: @escaping (UInt128) -> String?
  ) {
    self.machine = machine
    self.evaluator = evaluator
    self.contexts = contexts
    self.labels = labels
  }

  /// The bits that a layout takes of the stream.
  func width(of layout: Layout, fields: [Bits], locals: [Value<Bits>]) -> Int {
    layout.elements.reduce(0) { $0 + width(of: $1, in: layout, fields: fields, locals: locals) }
  }

  private func width(
    of element: LayoutElement, in layout: Layout, fields: [Bits], locals: [Value<Bits>]
  ) -> Int {
    switch element {
    case .bits(_, let width): return width
    case .field(let number): return layout.fields[number].width
    case .operand(let number):
      guard
        let (_, one, inner, locals) = evaluator.chosen(
          layout.operands[number], fields: fields, locals: locals)
      else { return 0 }
      return width(of: one.layout, fields: inner, locals: locals)
    }
  }

  /// Writes the parts of a syntax.
  ///
  /// - Parameters:
  ///   - contentStart: the bit after the start of the instruction where the layout starts.
  ///   - origin: the bit that `here` means.
  mutating func write(
    _ parts: [SyntaxPart], layout: Layout, fields: [Bits], locals: [Value<Bits>], contentStart: Int,
    origin: Int
  ) {
    for part in parts {
      switch part {
      case .text(let text): add(text)
      case .field(let number, let style): add(fields[number], style, origin)
      case .context(let number, let style): add(contexts[number], style, origin)
      case .parameter(let number, let style):
        if case .word(let bits) = locals[number] { add(bits, style, origin) }
      case .operand(let wanted):
        guard
          let (number, one, inner, below) = evaluator.chosen(
            layout.operands[wanted], fields: fields, locals: locals)
        else { continue }
        path.append(number)
        var start = contentStart
        for element in layout.elements {
          if case .operand(wanted) = element { break }
          start += width(of: element, in: layout, fields: fields, locals: locals)
        }
        write(
          one.syntax, layout: one.layout, fields: inner, locals: below, contentStart: start, origin: start)
      }
    }
  }

  private mutating func add(_ written: String) {
    text += written
    withoutTargets += written
  }

  private mutating func add(_ bits: Bits, _ style: SyntaxStyle, _ origin: Int) {
    switch style {
    case .number: add(NumberText.unsigned(bits.value))
    case .name(let list): add(machine.names[list].texts[Int(bits.value)])
    case .names(let list): add(RegisterList(machine.names[list].texts).text(bits.value))
    case .signed: add(NumberText.signed(bits.signed))
    case .displacement: add(NumberText.displacement(bits.signed))
    case .extended(let wide):
      add(NumberText.unsigned(Bits(UInt128(bitPattern: bits.signed), width: wide).value))
    case .relative(let from, let scale, let width):
      let target = machine.relativeTarget(
        bits, from: from, scale: scale, width: width, address: address, originBits: origin,
        lengthBits: length)
      targets.append(target)
      text += labels(target) ?? NumberText.unsigned(target)
    }
  }
}

extension Machine {

  /// The bits of an address in the program's own memory.
  package var addressWidth: Int { memory?.parameters.last?.width ?? 64 }

  /// The bits of an address unit.
  package var addressUnit: Int { memory?.unit ?? stream.unit }

  /// The address that a relative field means.
  func relativeTarget(
    _ bits: Bits, from: SyntaxStyle.Origin, scale: Int, width: Int?, address: UInt128, originBits: Int,
    lengthBits: Int
  ) -> UInt128 {
    let base = relativeBase(from, address: address, originBits: originBits, lengthBits: lengthBits)
    let distance = bits.signed.multipliedReportingOverflow(by: Int128(scale)).partialValue
    return Bits(base &+ UInt128(bitPattern: distance), width: width ?? addressWidth).value
  }

  /// The address that a relative field counts from.
  package func relativeBase(
    _ from: SyntaxStyle.Origin, address: UInt128, originBits: Int, lengthBits: Int
  ) -> UInt128 {
    let unit = addressUnit
    return switch from {
    case .end: address &+ UInt128(lengthBits / unit)
    case .here: address &+ UInt128(originBits / unit)
    case .start(let plus): address &+ UInt128(plus)
    }
  }
}
