extension Parser {

  mutating func parseInstall() throws -> InstallSyntax {
    advance()
    var result = InstallSyntax(host: [], keeps: [])
    try expect("{", "and how mappings are installed")
    while !take("}") {
      let word = current
      switch word.text {
      case "memory":
        advance()
        guard result.memory == nil else { throw fail("'memory' stands here twice", at: word.span) }
        result.memory = try parseExpression()
      case "host":
        advance()
        result.host += try parseConditions("what the monitor's hardware has besides")
      case "nothing":
        advance()
        guard result.nothing == nil else { throw fail("'nothing' stands here twice", at: word.span) }
        result.nothing = try parseBlock()
      case "window", "page":
        guard result.mapping == nil else {
          throw fail("a machine installs windows or pages, once", at: word.span)
        }
        result.mapping = try parseMapping()
      case "keeps":
        advance()
        result.keeps += try parseConditions("what installing keeps")
      default: throw fail(expected: "'memory', 'host', 'nothing', 'window', 'page' or 'keeps'")
      }
    }
    return result
  }

  private mutating func parseMapping() throws -> InstallSyntax.Mapping {
    let kind = try expectName("'window' or 'page'")
    try expect("(", "and the parameters")
    let parameters = try list(until: ")") { try $0.expectName("a parameter") }
    let size = takeWord("size") ? try parseExpression() : nil
    return InstallSyntax.Mapping(kind: kind, parameters: parameters, size: size, body: try parseBlock())
  }
}
