import ISALanguage

/// Devices, mapped registers, and when the processor stands still.
extension Elaborator {

  func elaboratePlatform() -> Platform {
    var result = Platform()
    for item in items {
      body = BodyScope(statics: item.statics)
      switch item.syntax.kind {
      case .device(let syntax):
        if let device = attempt({ try device(syntax, item.statics) }) { result.devices.append(device) }
      case .mapped(let syntax):
        if let range = attempt({ try mapped(syntax, item, others: result.mapped) }) {
          result.mapped.append(range)
        }
      case .halt(let condition): result.halt = attempt { try standstill(condition, "halt") }
      case .wait(let condition): result.wait = attempt { try standstill(condition, "wait") }
      case .elf(let number):
        result.elfMachine = attempt {
          let value = try requireStatic(number, "the number of an ELF machine")
          guard (1...0xFFFF).contains(value) else {
            throw fail("the number of an ELF machine has 16 bits, and is not 0", at: number.span)
          }
          return value
        }
      default: break
      }
    }
    checkSingle(.block, in: result)
    checkSingle(.console, in: result)
    return result
  }

  private func standstill(_ syntax: ExpressionSyntax, _ name: String) throws -> Expression {
    closed(try condition(syntax), named: name, at: syntax.span)
  }

  /// There is one standard input and output, and one file.
  private func checkSingle(_ kind: Device.Kind, in platform: Platform) {
    let found = platform.devices.filter { $0.kind == kind }
    guard found.count > 1 else { return }
    diagnostics.error(
      "a machine has one \(kind.rawValue)", at: found[1].span,
      notes: declared(at: found[0].span, "the other one"))
  }

  // MARK: Devices

  private func device(_ syntax: DeviceSyntax, _ statics: Statics) throws -> Device {
    guard let kind = Device.Kind(rawValue: syntax.kind.name) else {
      let kinds = Device.Kind.allCases.map(\.rawValue)
      throw fail(
        "'\(syntax.kind.name)' is not a kind of device: \(kinds.joined(separator: ", "))",
        at: syntax.kind.span, help: didYouMean(syntax.kind.name, among: kinds))
    }
    var result = Device(
      name: resolve(syntax.name, statics), kind: kind, bindings: [], blockSize: 512, span: syntax.name.span)
    var spans: [String: Span] = [:]
    var failed = false
    for binding in syntax.bindings {
      if let other = spans[binding.name.name] {
        diagnostics.error(
          "'\(binding.name.name)' is given twice", at: binding.name.span,
          notes: declared(at: other, "first given here"))
        failed = true
        continue
      }
      spans[binding.name.name] = binding.name.span
      if attempt({ try bind(binding, in: &result) }) == nil { failed = true }
    }
    if failed { throw Mistake() }
    try checkComplete(result, at: syntax.name.span)
    return result
  }

  private func bind(_ binding: DeviceSyntax.Binding, in device: inout Device) throws {
    let name = binding.name.name
    if device.kind == .block, name == "size" {
      let size = try requireStatic(binding.value, "the size of a block")
      guard (1...1 << 20).contains(size) else {
        throw fail("a block has 1 to 1048576 bytes, not \(size)", at: binding.value.span)
      }
      device.blockSize = size
      return
    }
    let ports = device.kind.ports
    guard let port = ports.first(where: { $0.port.rawValue == name }) else {
      let names = ports.map(\.port.rawValue) + (device.kind == .block ? ["size"] : [])
      throw fail(
        "a \(device.kind.rawValue) has no register '\(name)': it has \(names.joined(separator: ", "))",
        at: binding.name.span, help: didYouMean(name, among: names))
    }
    let found = try components(of: binding.value)
    guard found.count == 1 else {
      throw fail(
        "'\(name)' must be one register or field, this has \(found.count)", at: binding.value.span,
        help: "name a field of it")
    }
    let component = components[found[0]]
    if let width = port.width, component.width != width {
      throw fail(
        "'\(name)' must have \(counted(width, "bit")), '\(component.name)' has \(component.width)",
        at: binding.value.span)
    }
    guard component.role != .guest else {
      throw fail(
        "'\(component.name)' belongs to the guest, and a device is a resource", at: binding.value.span,
        notes: declared(at: component.span), help: "declare it 'control', or 'time'")
    }
    device.bindings.append((port.port, found[0]))
  }

  private func checkComplete(_ device: Device, at span: Span) throws {
    var needed = device.kind.ports.filter { !$0.isOptional }.map(\.port)
    if device.kind == .console {
      let given = Set(device.bindings.map(\.port))
      if given.contains(.input) || given.contains(.ready) { needed += [.input, .ready] }
      if given.contains(.output) || given.contains(.full) || given.isEmpty { needed += [.output, .full] }
    }
    let missing = needed.filter { device.component($0) == nil }.map { "'\($0.rawValue)'" }
    guard missing.isEmpty else {
      throw fail(
        "the device '\(device.name)' does not say what its \(missing.joined(separator: ", ")) is", at: span,
        help: "write '\(missing[0].dropFirst().dropLast()) = REGISTER'")
    }
    try checkBlockSize(device, at: span)
  }

  /// A block moves whole units of memory.
  private func checkBlockSize(_ device: Device, at span: Span) throws {
    guard device.kind == .block, let unit = (physicalMemory ?? memory)?.unit else { return }
    let bytes = (unit + 7) / 8
    guard device.blockSize % bytes == 0 else {
      throw fail(
        "a block of \(counted(device.blockSize, "byte")) is no whole number of units of \(counted(unit, "bit")), which take \(counted(bytes, "byte")) each",
        at: span, help: "give the device a 'size' that is a multiple of \(bytes)")
    }
  }

  // MARK: Mapped registers

  private func mapped(_ syntax: MappedSyntax, _ item: FlatItem, others: [MappedRange]) throws -> MappedRange {
    guard let physicalMemory else {
      throw fail("'mapped' needs the memory 'phys'", at: item.syntax.span)
    }
    let width = physicalMemory.addressWidth
    let low = try requireStatic(syntax.low, "the first address")
    let high = try requireStatic(syntax.high, "the address behind the last one")
    guard low >= 0, low < high, UInt128(high) <= mask(width) &+ 1 || width == 128 else {
      throw fail(
        "the addresses of 'phys' have \(width) bits, and the first one comes first",
        at: syntax.low.span.through(syntax.high.span))
    }
    let range = MappedRange(low: UInt128(low), high: UInt128(high), span: item.syntax.span)
    if let other = others.first(where: { $0.low < range.high && range.low < $0.high }) {
      throw fail(
        "some of these addresses are mapped already", at: syntax.low.span.through(syntax.high.span),
        notes: declared(at: other.span, "mapped here"))
    }
    func bits(_ width: Int, at span: Span) -> TypeSyntax {
      let number = NumberLiteral(value: UInt128(width), digitWidth: nil)
      return TypeSyntax(kind: .bits(ExpressionSyntax(kind: .number(number), span: span)), span: span)
    }
    func function(_ part: MappedSyntax.Part, _ name: String) throws -> Function {
      let offset = ParameterSyntax(name: part.offset, type: bits(width, at: part.offset.span))
      let value = part.value.map {
        ParameterSyntax(name: $0, type: bits(physicalMemory.unit, at: $0.span))
      }
      return try makeFunction(
        name: name, parameters: [offset] + (value.map { [$0] } ?? []),
        result: value == nil ? bits(physicalMemory.unit, at: part.offset.span) : nil, body: part.body,
        statics: item.statics
      ).0
    }
    var result = range
    let read = syntax.read.map { part in attempt { try function(part, "read") } }
    let write = syntax.write.map { part in attempt { try function(part, "write") } }
    if let read, read == nil { throw Mistake() }
    if let write, write == nil { throw Mistake() }
    result.read = read ?? nil
    result.write = write ?? nil
    return result
  }
}
