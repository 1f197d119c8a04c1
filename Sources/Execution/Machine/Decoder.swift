import ISAModel

/// An instruction as it stands in memory.
package struct DecodedInstruction: Sendable {

  /// The number of the instruction, and of the form of it.
  package var instruction: Int
  package var form: Int

  /// The values of the form's fields, those of its operands included.
  package var fields: [Bits]
  package var contexts: [Bits]

  /// The units of the instruction stream that it takes, prefixes first.
  package var units: [UInt128]

  /// Its length in address units.
  package var length: Int
}

/// Finds the instruction that a sequence of units encodes.
package final class Decoder {

  package typealias ConcreteEvaluator = Evaluator<ConcreteDomain>

  /// What came of decoding.
  package enum Outcome {
    case instruction(DecodedInstruction)

    /// No instruction has this encoding; the units that were looked at.
    case unknown(units: [UInt128])

    /// A unit could not be fetched.
    case refused
  }

  /// A form with the constant bits that it begins with.
  private struct Candidate {
    var instruction: Int
    var form: Int
    var mask: UInt64
    var value: UInt64
  }

  private let machine: Machine
  private let candidates: [Candidate]
  private let indexWidth: Int
  private var known: [UInt64: [Int]] = [:]

  /// The most units that an instruction may take, with its prefixes.
  private static let mostUnits = 64

  package init(_ machine: Machine) {
    self.machine = machine
    let width = min(machine.stream.unit, 16)
    indexWidth = width
    candidates = machine.instructions.enumerated().flatMap { number, instruction in
      instruction.forms.enumerated().map { form, value in
        let (mask, bits) = Self.beginning(of: value.layout, width: width, stream: machine.stream)
        return Candidate(instruction: number, form: form, mask: mask, value: bits)
      }
    }
  }

  /// The constant bits among the first `width` bits of a layout.
  private static func beginning(
    of layout: Layout, width: Int, stream: InstructionStream
  ) -> (mask: UInt64, value: UInt64) {
    var mask: UInt64 = 0
    var value: UInt64 = 0
    var position = 0
    var field = 0
    for element in layout.elements {
      guard position < width else { break }
      switch element {
      case .bits(let bits, let count):
        for bit in 0..<count where position + bit < width {
          let place = UInt64(width - 1 - position - bit)
          mask |= 1 << place
          value |= UInt64(truncatingIfNeeded: bits >> UInt128(count - 1 - bit) & 1) << place
        }
        position += count
      case .field:
        position += layout.fields[field].width
        field += 1
      case .operand: return (mask, value)
      }
    }
    return (mask, value)
  }

  // MARK: Reading

  /// The units of an instruction, fetched when they are looked at.
  private final class Reader {
    let fetch: (Int) -> UInt128?
    let unit: Int
    var units: [UInt128] = []
    var isRefused = false

    init(unit: Int, fetch: @escaping (Int) -> UInt128?) {
      self.unit = unit
      self.fetch = fetch
    }

    func unit(at index: Int) -> UInt128? {
      while units.count <= index {
        guard !isRefused, units.count < Decoder.mostUnits, let next = fetch(units.count) else {
          isRefused = isRefused || units.count < Decoder.mostUnits
          return nil
        }
        units.append(next)
      }
      return units[index]
    }

    /// Bits from `position` on, the first one high.
    func bits(at position: Int, count: Int) -> UInt128? {
      var result: UInt128 = 0
      var position = position
      var left = count
      while left > 0 {
        guard let value = unit(at: position / unit) else { return nil }
        let skipped = position % unit
        let taken = min(left, unit - skipped)
        let part = value >> UInt128(unit - skipped - taken) & Bits.mask(taken)
        result = taken == 128 ? part : result << UInt128(taken) | part
        position += taken
        left -= taken
      }
      return result
    }
  }

  /// Decodes the instruction whose n-th unit is `fetch(n)`; nil is a unit that cannot be fetched.
  ///
  /// A form that needs a unit which cannot be fetched is passed over: another one may be shorter.
  ///
  /// - Parameter evaluator: evaluates conditions over fields and contexts; of its state nothing is used.
  package func decode(using evaluator: ConcreteEvaluator, fetch: @escaping (Int) -> UInt128?) -> Outcome {
    let reader = Reader(unit: machine.stream.unit, fetch: fetch)
    var contexts = machine.stream.contexts.map { Bits($0.initial, width: $0.width) }
    var start = 0
    while let (prefix, width) = prefix(reader, at: start) {
      for setting in prefix.settings {
        contexts[setting.context] = Bits(setting.value, width: contexts[setting.context].width)
      }
      start += width
    }
    guard let first = reader.bits(at: start, count: indexWidth) else { return outcome(reader) }
    for number in matching(UInt64(truncatingIfNeeded: first)) {
      let candidate = candidates[number]
      let form = machine.instructions[candidate.instruction].forms[candidate.form]
      var matcher = Matcher(machine: machine, evaluator: evaluator, contexts: contexts, fieldCount: form.fieldCount)
      guard let end = matcher.match(form.layout, reader, at: start),
        evaluator.admits(form, fields: matcher.fields, contexts: contexts).value == 1
      else { continue }
      return .instruction(
        DecodedInstruction(
          instruction: candidate.instruction, form: candidate.form, fields: matcher.fields,
          contexts: contexts, units: Array(reader.units.prefix((end + reader.unit - 1) / reader.unit)),
          length: end / (machine.memory?.unit ?? machine.stream.unit)))
    }
    return outcome(reader)
  }

  private func outcome(_ reader: Reader) -> Outcome {
    reader.isRefused ? .refused : .unknown(units: reader.units)
  }

  private func prefix(_ reader: Reader, at position: Int) -> (Prefix, Int)? {
    for prefix in machine.stream.prefixes {
      var place = position
      var matches = true
      for element in prefix.elements {
        guard reader.bits(at: place, count: element.width) == element.value else {
          matches = false
          break
        }
        place += element.width
      }
      if matches { return (prefix, prefix.width) }
    }
    return nil
  }

  /// The candidates that may begin with these bits, in the order of the specification.
  private func matching(_ first: UInt64) -> [Int] {
    if let found = known[first] { return found }
    let found = candidates.indices.filter { first & candidates[$0].mask == candidates[$0].value }
    known[first] = found
    return found
  }

  // MARK: Matching

  /// Matches one layout, and collects fields.
  private struct Matcher {
    let machine: Machine
    let evaluator: ConcreteEvaluator
    let contexts: [Bits]
    var fields: [Bits]

    init(machine: Machine, evaluator: ConcreteEvaluator, contexts: [Bits], fieldCount: Int) {
      self.machine = machine
      self.evaluator = evaluator
      self.contexts = contexts
      fields = Array(repeating: Bits(0, width: 1), count: fieldCount)
    }

    mutating func match(_ layout: Layout, _ reader: Reader, at position: Int) -> Int? {
      match(layout, reader, at: position, first: 0, locals: [])
    }

    /// - Parameter first: the number of the layout's first field, counted from the form's.
    private mutating func match(
      _ layout: Layout, _ reader: Reader, at position: Int, first: Int, locals: [Value<Bits>]
    ) -> Int? {
      var position = position
      var field = 0
      for element in layout.elements {
        switch element {
        case .bits(let value, let width):
          guard reader.bits(at: position, count: width) == value else { return nil }
          position += width
        case .field:
          let width = layout.fields[field].width
          guard let value = self.field(reader, at: position, width: width) else { return nil }
          fields[first + field] = Bits(value, width: width)
          field += 1
          position += width
        case .operand(let number):
          guard
            let end = operand(layout.operands[number], reader, at: position, first: first, locals: locals)
          else { return nil }
          position = end
        }
      }
      return position
    }

    /// A field that starts on a unit and is wider than one stands in the stream's byte order.
    private func field(_ reader: Reader, at position: Int, width: Int) -> UInt128? {
      let unit = reader.unit
      guard let value = reader.bits(at: position, count: width) else { return nil }
      guard position % unit == 0, !machine.stream.isBigEndian, width > unit, width % unit == 0 else {
        return value
      }
      var result: UInt128 = 0
      for place in 0..<width / unit {
        result = result << UInt128(unit) | (value >> UInt128(place * unit) & Bits.mask(unit))
      }
      return result
    }

    private mutating func operand(
      _ use: OperandUse, _ reader: Reader, at position: Int, first: Int, locals: [Value<Bits>]
    ) -> Int? {
      let operand = machine.operands[use.operand]
      let visible = Array(fields[first...])
      let arguments = use.arguments.map {
        evaluator.value(of: $0, fields: visible, contexts: contexts, locals: locals)
      }
      let own = evaluator.operandLocals(operand, arguments.map { .word($0) })
      let start = first + use.firstField
      for (number, one) in operand.cases.enumerated() {
        let holds = evaluator.value(of: one.condition, fields: [], contexts: contexts, locals: own)
        guard holds.value == 1 else { continue }
        let end = match(one.layout, reader, at: position, first: start + one.firstField, locals: own)
        guard let width = operand.selectorWidth else { return end }
        if let end {
          fields[start + operand.fieldCount - 1] = Bits(UInt128(number), width: width)
          return end
        }
      }
      return nil
    }
  }
}

extension Evaluator {

  /// The value of an expression over fields, contexts and parameters.
  func value(
    of expression: Expression, fields: [Word], contexts: [Word], locals: [Value<Word>]
  ) -> Word {
    let saved = frame
    defer { frame = saved }
    self.contexts = contexts
    frame = Frame(localCount: 0, fields: fields)
    frame.locals = locals
    return word(expression)
  }
}
