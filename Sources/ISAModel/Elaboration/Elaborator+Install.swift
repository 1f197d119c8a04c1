import ISALanguage

/// `install`: how a monitor makes the hardware translate.
extension Elaborator {

  func elaborateInstallation() -> Installation? {
    for item in items {
      guard case .install(let syntax) = item.syntax.kind else { continue }
      return attempt { try installation(syntax, item) }
    }
    return nil
  }

  private func installation(_ syntax: InstallSyntax, _ item: FlatItem) throws -> Installation {
    let span = item.syntax.span
    let hasSecondStage = items.contains { if case .secondStage = $0.syntax.kind { true } else { false } }
    guard let memory, let physicalMemory else { throw fail("'install' needs 'phys' and 'mem'", at: span) }
    let addressWidth = (hasSecondStage ? physicalMemory : memory).addressWidth
    guard let mapping = syntax.mapping else { throw fail("'install' lacks 'window' or 'page'", at: span) }
    let hasUnits = mapping.kind.name == "window" && mapping.size != nil
    guard syntax.nothing != nil || hasUnits else {
      throw fail("'install' lacks 'nothing { … }'", at: span)
    }
    func bits(_ width: Int, at span: Span) -> TypeSyntax {
      let number = NumberLiteral(value: UInt128(width), digitWidth: nil)
      return TypeSyntax(kind: .bits(ExpressionSyntax(kind: .number(number), span: span)), span: span)
    }
    func function(_ name: String, _ parameters: [Identifier], _ widths: [Int], _ block: BlockSyntax) throws
      -> Function
    {
      let typed = zip(parameters, widths).map { ParameterSyntax(name: $0, type: bits($1, at: $0.span)) }
      return try makeFunction(
        name: name, parameters: typed, result: nil, body: block, statics: item.statics
      ).0
    }
    let isWindow = mapping.kind.name == "window"
    let widths =
      isWindow
      ? [physicalMemory.addressWidth, addressWidth + 1]
      : [addressWidth, physicalMemory.addressWidth, 1, 16]
    guard mapping.parameters.count == widths.count else {
      throw fail(
        "'\(mapping.kind.name)' has the parameters (\(isWindow ? "place, size" : "address, place, write, turn"))",
        at: mapping.kind.span)
    }
    let shape = try self.shape(mapping, addressWidth: addressWidth)
    let host = syntax.host.compactMap { installationCondition($0, item.statics) }
    let keeps = syntax.keeps.compactMap { installationCondition($0, item.statics) }
    return Installation(
      shape: shape, unit: hasUnits ? try unit(mapping, addressWidth: addressWidth) : 1,
      memory: try tables(syntax, physicalMemory), host: host,
      nothing: try syntax.nothing.map { try function("install_nothing", [], [], $0) },
      install: try function("install_\(mapping.kind.name)", mapping.parameters, widths, mapping.body),
      keeps: keeps, span: span)
  }

  private func tables(_ syntax: InstallSyntax, _ memory: Memory) throws -> Int {
    guard let size = syntax.memory else { return 0 }
    let units = try requireStatic(size, "the memory of the tables")
    let most = memory.addressWidth >= 32 ? 1 << 32 : 1 << memory.addressWidth
    guard units > 0, units < most else {
      throw fail("tables take at least one unit of 'phys', and not all that it can have", at: size.span)
    }
    return units
  }

  private func shape(_ mapping: InstallSyntax.Mapping, addressWidth: Int) throws -> Installation.Shape {
    if mapping.kind.name == "window" {
      return .window
    }
    return .page(size: try unit(mapping, addressWidth: addressWidth))
  }

  /// The size of a page, or what places and sizes of windows are multiples of.
  private func unit(_ mapping: InstallSyntax.Mapping, addressWidth: Int) throws -> Int {
    guard let syntax = mapping.size else {
      throw fail("'page' needs a size: 'page(…) size 0x1000 { … }'", at: mapping.kind.span)
    }
    let what = mapping.kind.name == "page" ? "the size of a page" : "what sizes of windows are multiples of"
    let size = try requireStatic(syntax, what)
    guard size > 0, size & (size - 1) == 0, addressWidth >= 63 || size <= 1 << addressWidth else {
      throw fail("\(what) is a power of two, and not larger than 'mem'", at: syntax.span)
    }
    return size
  }
}
