import ISAModel

/// An instruction as it stands in the stream.
package struct DecodedInstruction: Equatable, Sendable {

  /// The number of the instruction in the machine, and of the form in the instruction.
  package var instruction: Int
  package var form: Int

  /// The values of all fields of the form, those of the operand cases that are not taken being 0.
  package var fields: [Bits]

  /// What the prefixes set.
  package var contexts: [Bits]

  /// The units of the instruction stream that it takes, prefixes first.
  package var units: [UInt128]

  /// The length in address units, prefixes included.
  package var length: Int
}

/// Finds the instruction that units of the instruction stream stand for.
///
/// This is decoding as the specification says it, one form after the other; only what cannot be meant for the
/// first bits is left out beforehand.
package final class InstructionDecoder {

  /// The most units that the prefixes of one instruction may have.
  package static let mostPrefixUnits = 14

  /// What came of decoding.
  package enum Outcome {
    case instruction(DecodedInstruction)

    /// No instruction has this encoding; the units that were looked at.
    case unknown(units: [UInt128])

    /// A unit that could not be fetched decides.
    case refused

    /// The instruction, if there is one.
    package var instruction: DecodedInstruction? {
      if case .instruction(let found) = self { found } else { nil }
    }
  }

  /// The units of an instruction, each of them fetched once.
  private final class Units {
    private let fetch: (Int) -> UInt128?
    private(set) var known: [UInt128] = []
    private(set) var isRefused = false

    init(_ fetch: @escaping (Int) -> UInt128?) { self.fetch = fetch }

    func at(_ number: Int) -> UInt128? {
      while known.count <= number {
        guard !isRefused, let next = fetch(known.count) else {
          isRefused = true
          return nil
        }
        known.append(next)
      }
      return known[number]
    }

    var outcome: Outcome { isRefused ? .refused : .unknown(units: known) }
  }

  private struct Candidate {
    var instruction: Int
    var form: Int
    var mask: UInt128
    var value: UInt128
  }

  private let machine: Machine
  private let evaluator: Evaluator<ConcreteDomain>

  /// The forms by the first `indexWidth` bits after the prefixes, in the order of the specification.
  private var candidates: [[Candidate]] = []
  private let indexWidth: Int
  private let initialContexts: [Bits]

  package init(machine: Machine) {
    self.machine = machine
    evaluator = Evaluator(
      machine: machine, domain: ConcreteDomain(machine: machine, environment: EmptyEnvironment.shared),
      components: [])
    initialContexts = machine.stream.contexts.map { Bits($0.initial, width: $0.width) }
    let unit = machine.stream.unit
    indexWidth = min(unit, 8)
    candidates = Array(repeating: [], count: 1 << indexWidth)
    for (number, instruction) in machine.instructions.enumerated() {
      for (index, form) in instruction.forms.enumerated() {
        let (mask, value) = form.layout.fixedBits(of: unit)
        let candidate = Candidate(instruction: number, form: index, mask: mask, value: value)
        let shift = UInt128(unit - indexWidth)
        for first in candidates.indices where UInt128(first) & (mask >> shift) == value >> shift {
          candidates[first].append(candidate)
        }
      }
    }
  }

  /// The instruction that units of the stream begin with; nil where they begin with none.
  ///
  /// - Parameter beyond: what follows behind them; nil where nothing can be fetched there.
  package func instruction(in units: [UInt128], beyond: UInt128? = nil) -> DecodedInstruction? {
    decode { units.indices.contains($0) ? units[$0] : beyond }.instruction
  }

  /// The instruction that starts at unit 0.
  ///
  /// A form that needs a unit which cannot be fetched is passed over: another one may be shorter.
  ///
  /// - Parameter fetch: the units of the instruction stream by number, nil for one that cannot be fetched.
  package func decode(_ fetch: @escaping (Int) -> UInt128?) -> Outcome {
    let units = Units(fetch)
    var reader = UnitReader(
      unit: machine.stream.unit, isBigEndian: machine.stream.isBigEndian, fetch: units.at)
    var contexts = initialContexts
    var prefixUnits = 0
    while let (prefix, after) = prefix(reader) {
      prefixUnits += prefix.width / machine.stream.unit
      guard prefixUnits <= Self.mostPrefixUnits else { return units.outcome }
      for setting in prefix.settings {
        contexts[setting.context] = Bits(setting.value, width: contexts[setting.context].width)
      }
      reader = after
    }
    var ahead = reader
    guard let first = ahead.take(machine.stream.unit) else { return units.outcome }
    for candidate in candidates[Int(first >> UInt128(machine.stream.unit - indexWidth))]
    where first & candidate.mask == candidate.value {
      let form = machine.instructions[candidate.instruction].forms[candidate.form]
      if let (fields, end) = match(form, contexts, reader) {
        let count = end.position / machine.stream.unit
        return .instruction(
          DecodedInstruction(
            instruction: candidate.instruction, form: candidate.form, fields: fields, contexts: contexts,
            units: Array(units.known.prefix(count)),
            length: end.position / machine.addressUnit))
      }
    }
    return units.outcome
  }

  private func prefix(_ reader: UnitReader) -> (Prefix, UnitReader)? {
    for prefix in machine.stream.prefixes {
      var attempt = reader
      if prefix.elements.allSatisfy({ attempt.take($0.width) == $0.value }) { return (prefix, attempt) }
    }
    return nil
  }

  private func match(_ form: Form, _ contexts: [Bits], _ start: UnitReader) -> ([Bits], UnitReader)? {
    var reader = start
    var fields = Array(repeating: Bits(0, width: 1), count: form.fieldCount)
    evaluator.assume(contexts: contexts)
    guard read(form.layout, evaluator.noLocals(form), into: &fields, at: 0, &reader) else { return nil }
    guard evaluator.admits(form, fields: fields, contexts: contexts).value == 1 else { return nil }
    return (fields, reader)
  }

  private func read(
    _ layout: Layout, _ locals: [Value<Bits>], into fields: inout [Bits], at base: Int,
    _ reader: inout UnitReader
  ) -> Bool {
    for element in layout.elements {
      switch element {
      case .bits(let value, let width):
        guard reader.take(width) == value else { return false }
      case .field(let number):
        let width = layout.fields[number].width
        guard let value = reader.take(field: width) else { return false }
        fields[base + number] = Bits(value, width: width)
      case .operand(let number):
        guard read(layout.operands[number], locals, into: &fields, at: base, &reader) else { return false }
      }
    }
    return true
  }

  private func read(
    _ use: OperandUse, _ locals: [Value<Bits>], into fields: inout [Bits], at base: Int,
    _ reader: inout UnitReader
  ) -> Bool {
    let operand = machine.operands[use.operand]
    let arguments = evaluator.arguments(of: use, fields: Array(fields[base...]), locals: locals)
    let parameters = evaluator.parameters(of: operand, arguments)
    let first = base + use.firstField
    for (number, one) in operand.cases.enumerated()
    where evaluator.admits(one, parameters: parameters).value == 1 {
      guard let selector = operand.selectorWidth else {
        return read(one.layout, parameters, into: &fields, at: first + one.firstField, &reader)
      }
      var attempt = reader
      var inner = fields
      guard read(one.layout, parameters, into: &inner, at: first + one.firstField, &attempt) else { continue }
      inner[first + operand.fieldCount - 1] = Bits(UInt128(number), width: selector)
      (fields, reader) = (inner, attempt)
      return true
    }
    return false
  }
}

extension Layout {

  /// The bits of the first unit that are the same in every encoding: where they are, and what.
  fileprivate func fixedBits(of unit: Int) -> (mask: UInt128, value: UInt128) {
    var mask: UInt128 = 0
    var value: UInt128 = 0
    var taken = 0
    for element in elements where taken < unit {
      switch element {
      case .bits(let bits, let width):
        let count = min(width, unit - taken)
        let part = bits >> UInt128(width - count)
        let shift = UInt128(unit - taken - count)
        mask |= Bits.mask(count) << shift
        value |= part << shift
        taken += width
      case .field(let number): taken += fields[number].width
      case .operand: taken = unit
      }
    }
    return (mask, value)
  }
}
