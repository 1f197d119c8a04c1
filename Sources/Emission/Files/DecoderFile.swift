import Execution
import ISAModel

/// The decoder: nested switches over the first unit find the forms that can be meant, and each looks for itself.
struct DecoderFile {

  private let program: ProgramEmitter
  private let instructions: InstructionFiles
  private var machine: Machine { program.machine }

  init(_ program: ProgramEmitter, _ instructions: InstructionFiles) {
    self.program = program
    self.instructions = instructions
  }

  func write() -> CText {
    var out = CText()
    out.line("#include \"meaning.h\"")
    out.line("#include \"decoded.h\"")
    out.line("")
    out.append(Self.reader)
    for number in instructions.operandOrder { writeOperand(number, &out) }
    for entry in instructions.entries { writeForm(entry, &out) }
    writePrefixes(&out)
    writeSwitch(&out)
    return out
  }

  // MARK: Forms

  private func writeForm(_ entry: InstructionFiles.Entry, _ out: inout CText) {
    out.open("static int match_\(entry.name)(struct stream *stream, struct decoded *d) {")
    out.line("const struct contexts *contexts = &d->contexts;")
    if instructions.hasData(entry) { out.line("struct \(entry.name) *i = &d->is.\(entry.name);") }
    out.line("(void)contexts;")
    read(entry.form.layout, entry.form.localNames, data: "i->", parameters: [], &out)
    if let condition = entry.form.condition {
      check(condition, entry.form.layout, entry.form.localNames, data: "i->", parameters: [], &out)
    }
    out.line("d->run = \(instructions.handlerText(entry));")
    out.line("d->form = FORM_\(entry.name);")
    out.line("return 1;")
    out.close()
    out.line("")
  }

  private func emitter(
    _ layout: Layout, _ localNames: [String?], data: String, parameters: [Int], depth: Int
  ) -> BodyEmitter {
    let emitter = BodyEmitter(
      program, localNames: localNames, parameters: parameters.map { .bits($0) }, result: .bits(1),
      mustUndo: false, depth: depth, taken: ["i", "d", "stream", "encoded", "start"])
    program.scope(emitter, layout, data: data)
    return emitter
  }

  /// Leaves the function where a condition over fields does not hold.
  private func check(
    _ condition: Expression, _ layout: Layout, _ localNames: [String?], data: String, parameters: [Int],
    _ out: inout CText
  ) {
    let emitter = emitter(layout, localNames, data: data, parameters: parameters, depth: 1)
    let test = emitter.negated(emitter.value(condition))
    out.append(emitter.out)
    if test != "!1" { out.line("if (\(test)) return 0;") }
  }

  /// Reads what a layout consists of.
  private func read(
    _ layout: Layout, _ localNames: [String?], data: String, parameters: [Int], _ out: inout CText
  ) {
    let names = FieldNames(layout)
    for element in layout.elements {
      switch element {
      case .bits(let value, let width):
        out.line("if (!take_bits(stream, \(width), \(CValue.literal(value)))) return 0;")
      case .field(let number):
        let width = layout.fields[number].width
        out.line("TAKE(\(data)\(names.field(number)), \(width));")
      case .operand(let number):
        let use = layout.operands[number]
        let emitter = emitter(layout, localNames, data: data, parameters: parameters, depth: 1)
        let arguments = use.arguments.map { emitter.stored(emitter.value($0)) }
        out.append(emitter.out)
        let all = ["stream", "contexts"] + arguments + ["&\(data)\(names.operand(number))"]
        out.line(
          "if (!match_operand_\(program.operandType(use.operand))(\(all.joined(separator: ", ")))) return 0;")
      }
    }
  }

  // MARK: Operands

  private func writeOperand(_ number: Int, _ out: inout CText) {
    let operand = machine.operands[number]
    let type = program.operandType(number)
    var parameters = ["struct stream *stream", "const struct contexts *contexts"]
    let first = emitter(Layout(), operand.localNames, data: "", parameters: operand.parameters, depth: 1)
    let names = operand.parameters.indices.map { first.name(of: $0) }
    parameters += zip(operand.parameters, names).map { "\(CType.word($0)) \($1)" }
    parameters.append("struct \(type) *encoded")
    // Every case is a function of its own, that says whether it is this one.
    for (index, one) in operand.cases.enumerated() {
      out.open("static int match_case_\(index)_of_\(type)(\(parameters.joined(separator: ", "))) {")
      out.line("(void)stream; (void)contexts; (void)encoded;")
      for name in names { out.line("(void)\(name);") }
      read(one.layout, operand.localNames, data: "encoded->c\(index).", parameters: operand.parameters, &out)
      out.line("return 1;")
      out.close()
    }
    out.open("static int match_operand_\(type)(\(parameters.joined(separator: ", "))) {")
    for name in names { out.line("(void)\(name);") }
    let triesMore = operand.selectorWidth != nil
    if triesMore { out.line("const unsigned start = stream->position;") }
    for (index, one) in operand.cases.enumerated() {
      let emitter = emitter(Layout(), operand.localNames, data: "", parameters: operand.parameters, depth: 1)
      let test = emitter.value(one.condition)
      out.append(emitter.out)
      let call =
        "match_case_\(index)_of_\(type)(\((["stream", "contexts"] + names + ["encoded"]).joined(separator: ", ")))"
      out.open(test.constant == 1 ? "{" : "if (\(test.condition)) {")
      out.line("encoded->selected = \(index);")
      if triesMore {
        out.line("if (\(call)) return 1;")
        out.line("stream->position = start;")
      } else {
        out.line("return \(call);")
      }
      out.close()
    }
    out.line("return 0;")
    out.close()
    out.line("")
  }

  // MARK: Prefixes

  private func writePrefixes(_ out: inout CText) {
    out.comment(
      "Takes the prefixes, and notes what they say; 0 where there are more than an instruction may have.")
    out.open("static int take_prefixes(struct stream *stream, struct contexts *contexts) {")
    if machine.stream.prefixes.isEmpty {
      out.line("(void)stream;")
      out.line("(void)contexts;")
      out.line("return 1;")
    } else {
      out.line("unsigned units = 0;")
      out.open("for (;;) {")
      out.line("const unsigned start = stream->position;")
      for prefix in machine.stream.prefixes {
        let test = prefix.elements.map { "take_bits(stream, \($0.width), \(CValue.literal($0.value)))" }
        out.open("if (\(test.joined(separator: " && "))) {")
        out.line("units += \(prefix.width / machine.stream.unit);")
        out.line("if (units > \(InstructionDecoder.mostPrefixUnits)) return 0;")
        for setting in prefix.settings {
          let name = NameTable.member(machine.stream.contexts[setting.context].name)
          out.line("contexts->\(name) = \(CValue.literal(setting.value));")
        }
        out.line("continue;")
        out.close()
        out.line("stream->position = start;")
      }
      out.line("return 1;")
      out.close()
    }
    out.close()
    out.line("")
  }

  // MARK: Switches

  private struct Candidate {
    var entry: InstructionFiles.Entry
    var mask: UInt64
    var value: UInt64
  }

  private func writeSwitch(_ out: inout CText) {
    let unit = machine.stream.unit
    let candidates = instructions.entries.map { entry -> Candidate in
      let (mask, value) = Self.fixedBits(entry.form.layout, unit)
      return Candidate(entry: entry, mask: mask, value: value)
    }
    out.comment("Finds the instruction in a stream, and what its fields hold; 0 where there is none.")
    out.open("int decode(struct stream *stream, struct decoded *d) {")
    for context in machine.stream.contexts {
      out.line("d->contexts.\(NameTable.member(context.name)) = \(CValue.literal(context.initial));")
    }
    out.line("if (!take_prefixes(stream, &d->contexts)) return 0;")
    out.line("const unsigned start = stream->position;")
    out.line("uint64_t first;")
    out.line("if (!take(stream, \(unit), &first)) return 0;")
    out.line("#define TRY(form) if (stream->position = start, match_##form(stream, d)) return 1")
    split(candidates, tested: 0, unit: unit, &out)
    out.line("#undef TRY")
    out.line("return 0;")
    out.close()
  }

  private func split(_ candidates: [Candidate], tested: UInt64, unit: Int, _ out: inout CText) {
    guard candidates.count > 2, let (high, low) = bits(candidates, tested, unit) else {
      for candidate in candidates { out.line("TRY(\(candidate.entry.name));") }
      return
    }
    let mask = (high - low == 63 ? UInt64.max : (1 << UInt64(high - low + 1)) - 1)
    let shift = UInt64(low)
    let values = Set(candidates.map { $0.value >> shift & mask }).sorted()
    let group = { (value: UInt64) in candidates.filter { $0.value >> shift & mask == value } }
    out.open("switch (first >> \(low) & \(CValue.literal(UInt128(mask)))) {")
    for value in values {
      let inner = group(value)
      out.open("case \(CValue.literal(UInt128(value))):")
      split(inner, tested: tested | mask << shift, unit: unit, &out)
      out.line("break;")
      out.outdent()
    }
    out.close()
  }

  /// The run of bits that all candidates fix, and by which most can be told apart.
  private func bits(_ candidates: [Candidate], _ tested: UInt64, _ unit: Int) -> (high: Int, low: Int)? {
    let common = candidates.reduce(UInt64.max) { $0 & $1.mask } & ~tested
    var best: (high: Int, low: Int, count: Int)?
    var high = unit - 1
    while high >= 0 {
      guard common >> UInt64(high) & 1 == 1 else {
        high -= 1
        continue
      }
      var low = high
      while low > 0, common >> UInt64(low - 1) & 1 == 1 { low -= 1 }
      let mask = high - low == 63 ? UInt64.max : (1 << UInt64(high - low + 1)) - 1
      let count = Set(candidates.map { $0.value >> UInt64(low) & mask }).count
      if count > (best?.count ?? 1) { best = (high, low, count) }
      high = low - 1
    }
    return best.map { ($0.high, $0.low) }
  }

  /// The bits of the first unit that are the same in every encoding of a form.
  private static func fixedBits(_ layout: Layout, _ unit: Int) -> (mask: UInt64, value: UInt64) {
    var mask: UInt128 = 0
    var value: UInt128 = 0
    var taken = 0
    for element in layout.elements where taken < unit {
      switch element {
      case .bits(let bits, let width):
        let count = min(width, unit - taken)
        let shift = UInt128(unit - taken - count)
        mask |= Bits.mask(count) << shift
        value |= (bits >> UInt128(width - count)) << shift
        taken += width
      case .field(let number): taken += layout.fields[number].width
      case .operand: taken = unit
      }
    }
    return (UInt64(truncatingIfNeeded: mask), UInt64(truncatingIfNeeded: value))
  }

  private static let reader = """
    /* The next bits of the stream, the highest first; 0 where a unit cannot be fetched. */
    static int take(struct stream *stream, unsigned width, uint64_t *value) {
      uint64_t result = 0;
      while (width > 0) {
        const unsigned number = stream->position / STREAM_UNIT;
        if (!unit_at(stream, number)) return 0;
        const unsigned used = stream->position % STREAM_UNIT;
        const unsigned count = STREAM_UNIT - used < width ? STREAM_UNIT - used : width;
        const uint64_t part = (uint64_t)(stream->units[number] >> (STREAM_UNIT - used - count)) & ones(count);
        result = count < 64 ? result << count | part : part;
        stream->position += count;
        width -= count;
      }
      *value = result;
      return 1;
    }

    /* Whether the next bits are these. */
    static int take_bits(struct stream *stream, unsigned width, uint64_t wanted) {
      uint64_t value;
      return take(stream, width, &value) && value == wanted;
    }

    /* The next field: one of whole units stands in the byte order of the stream. */
    static int take_field(struct stream *stream, unsigned width, uint64_t *value) {
      if (STREAM_IS_BIG || width <= STREAM_UNIT || width % STREAM_UNIT || stream->position % STREAM_UNIT)
        return take(stream, width, value);
      uint64_t result = 0;
      for (unsigned part = 0; part < width / STREAM_UNIT; part++) {
        uint64_t bits;
        if (!take(stream, STREAM_UNIT, &bits)) return 0;
        result |= bits << part * STREAM_UNIT;
      }
      *value = result;
      return 1;
    }

    #define TAKE(field, width) \\
      do { \\
        uint64_t taken; \\
        if (!take_field(stream, width, &taken)) return 0; \\
        field = taken; \\
      } while (0)

    """
}
