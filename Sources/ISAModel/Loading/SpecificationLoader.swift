import ISALanguage

/// Reads specifications with what they include and extend.
package struct SpecificationLoader {

  /// A machine as written, with its bases before it.
  package struct LoadedMachine {

    /// The machine.
    package var syntax: MachineSyntax

    /// The machines that it extends, the farthest first.
    package var bases: [MachineSyntax]

    /// What could not be read of all this.
    var damage: Damage
  }

  /// What could not be read: what follows from it need not be told.
  struct Damage {

    /// Where the mistakes are, in order.
    var mistakes: [Span] = []

    /// Names that were declared there, as likely as not.
    var lostNames: Set<String> = []

    /// Whether a file is missing, with whatever it declares.
    var lacksFiles = false
  }

  /// How deeply files may include, and machines extend, one another.
  static let deepest = 32

  /// The most files, bytes, machines of one file, and items by way of `include`, that one specification may
  /// have.
  static let mostFiles = 1_000
  static let mostBytes = 32 << 20
  static let mostMachines = 64
  static let mostItems = 100_000

  package private(set) var sources = SourceMap()
  package private(set) var diagnostics = DiagnosticBag()
  private var loading: [String] = []
  private var parsed: [String: FileSyntax] = [:]
  private var machines: [String: [MachineSyntax]] = [:]
  private var byteCount = 0
  private var itemCount = 0
  private var damage = Damage()

  /// Reads the file at a path; one that a specification names must be a plain file.
  package typealias Read =
    @Sendable (_ path: String, _ mustBePlain: Bool) throws(SourceReader.Failure) -> [UInt8]

  private let read: Read

  /// A loader that reads files of this computer, unless it is told how else to read.
  package init(
    read: @escaping Read = { path, mustBePlain throws(SourceReader.Failure) in
      try SourceReader.read(path, mustBePlain: mustBePlain)
    }
  ) { self.read = read }

  /// The machines of the file at `path`.
  package mutating func load(path: String) throws(SourceReader.Failure) -> [LoadedMachine] {
    let bytes = try read(path, false)
    return load(path: path, bytes: bytes)
  }

  /// The machines of a file that was already read.
  package mutating func load(path: String, bytes: [UInt8]) -> [LoadedMachine] {
    DeepStack.run { self.loaded(path: path, bytes: bytes) }
  }

  private mutating func loaded(path: String, bytes: [UInt8]) -> [LoadedMachine] {
    let number = sources.files.count
    let syntax = parse(path: path, bytes: bytes)
    if let item = syntax.fragment.first {
      let isFragment = syntax.machines.isEmpty
      diagnostics.error(
        isFragment
          ? "this file is a fragment: it declares no machine" : "this item stands outside of a machine",
        at: item.span,
        help: isFragment
          ? "put the items into 'isa NAME \"title\" { … }', or check the file that includes it" : nil)
    } else if syntax.machines.isEmpty, !diagnostics.hasErrors {
      diagnostics.error(
        "the file declares no machine", at: Span(file: number, start: 0, end: min(1, bytes.count)),
        help: "a machine is declared by 'isa NAME \"title\" { … }'")
    }
    let known = expanded(syntax, path: path)
    var result = known.map { machine in
      LoadedMachine(
        syntax: machine, bases: bases(of: machine, in: known, path: path, chain: [machine.name.name]),
        damage: Damage())
    }
    damage.mistakes.sort { ($0.file, $0.start) < ($1.file, $1.start) }
    for index in result.indices { result[index].damage = damage }
    return result
  }

  private mutating func parse(path: String, bytes: [UInt8]) -> FileSyntax {
    byteCount += bytes.count
    let file = sources.add(path: path, bytes: bytes)
    var parser = Parser(file)
    let syntax = parser.parseFile()
    parser.diagnostics.diagnostics.forEach { diagnostics.report($0) }
    damage.mistakes += parser.diagnostics.diagnostics.filter { $0.severity == .error }.map(\.span)
    damage.lostNames.formUnion(parser.lostNames)
    return syntax
  }

  /// What another file holds; every file is read once.
  private mutating func parse(path: String) throws(SourceReader.Failure) -> FileSyntax {
    if let known = parsed[path] { return known }
    guard sources.files.count < Self.mostFiles, byteCount < Self.mostBytes else {
      throw SourceReader.Failure(
        message: "more than \(Self.mostFiles) files or \(Self.mostBytes >> 20) MiB belong together", help: nil
      )
    }
    let syntax = parse(path: path, bytes: try read(path, true))
    parsed[path] = syntax
    return syntax
  }

  /// The machines of a file with what they include, each name once.
  private mutating func expanded(_ syntax: FileSyntax, path: String) -> [MachineSyntax] {
    var spans: [String: Span] = [:]
    var result: [MachineSyntax] = []
    loading.append(path)
    defer { loading.removeLast() }
    for machine in syntax.machines {
      if let other = spans[machine.name.name] {
        diagnostics.error(
          "the machine '\(machine.name.name)' is declared twice", at: machine.name.span,
          notes: [Diagnostic.Note("first declared here", at: other)])
        continue
      }
      guard result.count < Self.mostMachines else {
        diagnostics.error("a file has at most \(Self.mostMachines) machines", at: machine.name.span)
        break
      }
      spans[machine.name.name] = machine.name.span
      var machine = machine
      machine.items = including(machine.items, from: path)
      result.append(machine)
    }
    return result
  }

  // MARK: include

  private mutating func including(_ items: [ItemSyntax], from path: String) -> [ItemSyntax] {
    var result: [ItemSyntax] = []
    for item in items {
      itemCount += 1
      guard itemCount <= Self.mostItems else {
        if itemCount == Self.mostItems + 1 {
          diagnostics.error("the files include more than \(Self.mostItems) items", at: item.span)
        }
        break
      }
      switch item.kind {
      case .include(let name): result += fragment(name, from: path, at: item.span)
      case .when(let feature, let negated, let inner):
        result.append(
          ItemSyntax(
            kind: .when(feature: feature, negated: negated, including(inner, from: path)), span: item.span))
      case .repeated(let header, let inner):
        result.append(
          ItemSyntax(kind: .repeated(header, including(inner, from: path)), span: item.span))
      default: result.append(item)
      }
    }
    return result
  }

  /// Reports why a part of the specification is missing.
  private mutating func lack(
    _ message: String, at span: Span, notes: [Diagnostic.Note] = [], help: String? = nil
  ) {
    damage.lacksFiles = true
    diagnostics.error(message, at: span, notes: notes, help: help)
  }

  private mutating func fragment(_ name: String, from path: String, at span: Span) -> [ItemSyntax] {
    let target = SourceReader.resolve(name, from: path)
    guard !loading.contains(target) else {
      lack(
        "'\(name)' includes itself", at: span,
        notes: [Diagnostic.Note("by way of \((loading + [target]).joined(separator: " → "))")])
      return []
    }
    guard loading.count < Self.deepest else {
      lack("files include one another more than \(Self.deepest) levels deep", at: span)
      return []
    }
    do {
      let syntax = try parse(path: target)
      if let machine = syntax.machines.first {
        lack(
          "'\(name)' declares a machine and cannot be included", at: span,
          notes: [Diagnostic.Note("the machine", at: machine.name.span)],
          help: "to build on another machine, write 'isa NAME extends \(machine.name.name)'")
      }
      loading.append(target)
      defer { loading.removeLast() }
      return including(syntax.fragment, from: target)
    } catch {
      lack(error.message, at: span, help: error.help)
      return []
    }
  }

  // MARK: extends

  private mutating func bases(
    of machine: MachineSyntax, in known: [MachineSyntax], path: String, chain: [String]
  ) -> [MachineSyntax] {
    guard let base = machine.base else { return [] }
    guard !chain.contains(base.name) else {
      lack(
        "'\(base.name)' extends itself", at: base.span,
        notes: chain.count > 1
          ? [Diagnostic.Note("by way of \((chain + [base.name]).joined(separator: " → "))")] : [])
      return []
    }
    guard chain.count < Self.deepest else {
      lack("machines extend one another more than \(Self.deepest) levels deep", at: base.span)
      return []
    }
    if let found = known.first(where: { $0.name.name == base.name }) {
      return bases(of: found, in: known, path: path, chain: chain + [base.name]) + [found]
    }
    let target = SourceReader.resolve(base.name + ".isa", from: path)
    do {
      let others = try machinesOfBase(at: target)
      guard let found = others.first(where: { $0.name.name == base.name }) else {
        lack("'\(target)' does not declare a machine '\(base.name)'", at: base.span)
        return []
      }
      return bases(of: found, in: others, path: target, chain: chain + [base.name]) + [found]
    } catch {
      let suggestion = Spelling.suggestion(for: base.name, among: known.map(\.name.name))
      lack(
        "there is no machine '\(base.name)' to extend: it is not in this file, and \(error.message)",
        at: base.span, help: suggestion.map { "did you mean '\($0)'?" })
      return []
    }
  }

  private mutating func machinesOfBase(at path: String) throws(SourceReader.Failure) -> [MachineSyntax] {
    if let known = machines[path] { return known }
    let result = expanded(try parse(path: path), path: path)
    machines[path] = result
    return result
  }
}
