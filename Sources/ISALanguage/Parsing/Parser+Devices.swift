extension Parser {

  mutating func parseDevice() throws -> DeviceSyntax {
    advance()
    let name = try expectName("the name of the device")
    try expect(":", "and the kind of '\(name.name)'")
    let kind = try expectName("a kind of device")
    let bindings = try braced("the registers of '\(name.name)'", skip: { $0.skipToStatement() }) { parser in
      let name = try parser.expectName("a register of the device")
      try parser.expect("=", "and what '\(name.name)' is in this machine")
      return [DeviceSyntax.Binding(name: name, value: try parser.parseExpression())]
    }.elements
    return DeviceSyntax(name: name, kind: kind, bindings: bindings)
  }

  mutating func parseMapped() throws -> MappedSyntax {
    advance()
    try expectWord("phys", "after 'mapped'")
    try expect("[", "and the addresses")
    let low = try parseExpression()
    try expect("..<", "and the address behind the last one")
    let high = try parseExpression()
    try expect("]", "after the addresses")
    var result = MappedSyntax(low: low, high: high)
    try expect("{", "and what a read and a write of these addresses do")
    while !take("}") {
      let word = current
      guard atWord("read") || atWord("write") else { throw fail(expected: "'read' or 'write'") }
      let isRead = advance().text == "read"
      guard (isRead ? result.read : result.write) == nil else {
        throw fail("'\(word.text)' stands here twice", at: word.span)
      }
      try expect("(", "and the offset")
      let offset = try expectName("a name for the offset")
      var value: Identifier?
      if !isRead {
        try expect(",", "and the value")
        value = try expectName("a name for the value")
      }
      try expect(")")
      let part = MappedSyntax.Part(offset: offset, value: value, body: try parseBlock())
      if isRead { result.read = part } else { result.write = part }
    }
    return result
  }
}
