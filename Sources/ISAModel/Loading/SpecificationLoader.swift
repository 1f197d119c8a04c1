import ISALanguage

/// Reads specifications with what they include and extend.
package struct SpecificationLoader {

  /// A machine as written, with its bases before it.
  package struct LoadedMachine {

    /// The machine.
    package var syntax: MachineSyntax

    /// The machines that it extends, the farthest first.
    package var bases: [MachineSyntax]
  }

  /// How deeply files may include one another.
  static let deepestInclude = 32

  package private(set) var sources = SourceMap()
  package private(set) var diagnostics = DiagnosticBag()
  private var loading: [String] = []

  package init() {}

  /// The machines of the file at `path`.
  package mutating func load(path: String) throws(SourceReader.Failure) -> [LoadedMachine] {
    let bytes = try SourceReader.read(path)
    return load(path: path, bytes: bytes)
  }

  /// The machines of a file that was already read.
  package mutating func load(path: String, bytes: [UInt8]) -> [LoadedMachine] {
    let (file, syntax) = parse(path: path, bytes: bytes)
    let whole = Span(file: file.id, start: 0, end: min(1, bytes.count))
    loading = [path]
    if let item = syntax.fragment.first {
      diagnostics.error(
        syntax.machines.isEmpty
          ? "this file is a fragment: it declares no machine" : "this item stands outside of a machine",
        at: item.span,
        help: syntax.machines.isEmpty
          ? "put the items into 'isa NAME \"title\" { … }', or check the file that includes it" : nil)
    } else if syntax.machines.isEmpty, !diagnostics.hasErrors {
      diagnostics.error(
        "the file declares no machine", at: whole, help: "a machine is declared by 'isa NAME \"title\" { … }'"
      )
    }
    var known: [MachineSyntax] = []
    var result: [LoadedMachine] = []
    for machine in syntax.machines {
      if let other = known.first(where: { $0.name.name == machine.name.name }) {
        diagnostics.error(
          "the machine '\(machine.name.name)' is declared twice", at: machine.name.span,
          notes: [Diagnostic.Note("first declared here", at: other.name.span)])
        continue
      }
      var expanded = machine
      expanded.items = including(machine.items, from: path)
      known.append(expanded)
      result.append(
        LoadedMachine(
          syntax: expanded, bases: bases(of: expanded, in: known, path: path, chain: [expanded.name.name])))
    }
    return result
  }

  private mutating func parse(path: String, bytes: [UInt8]) -> (SourceFile, FileSyntax) {
    let file = sources.add(path: path, bytes: bytes)
    var parser = Parser(file)
    let syntax = parser.parseFile()
    parser.diagnostics.diagnostics.forEach { diagnostics.report($0) }
    return (file, syntax)
  }

  // MARK: include

  private mutating func including(_ items: [ItemSyntax], from path: String) -> [ItemSyntax] {
    var result: [ItemSyntax] = []
    for item in items {
      switch item.kind {
      case .include(let name): result += fragment(name, from: path, at: item.span)
      case .when(let feature, let negated, let inner):
        result.append(
          ItemSyntax(
            kind: .when(feature: feature, negated: negated, including(inner, from: path)), span: item.span))
      default: result.append(item)
      }
    }
    return result
  }

  private mutating func fragment(_ name: String, from path: String, at span: Span) -> [ItemSyntax] {
    let target = SourceReader.resolve(name, from: path)
    guard !loading.contains(target) else {
      diagnostics.error(
        "'\(name)' includes itself", at: span,
        notes: [Diagnostic.Note("by way of \((loading + [target]).joined(separator: " → "))")])
      return []
    }
    guard loading.count < Self.deepestInclude else {
      diagnostics.error("files include one another more than \(Self.deepestInclude) levels deep", at: span)
      return []
    }
    do {
      let (_, syntax) = parse(path: target, bytes: try SourceReader.read(target))
      if let machine = syntax.machines.first {
        diagnostics.error(
          "'\(name)' declares a machine and cannot be included", at: span,
          notes: [Diagnostic.Note("the machine", at: machine.name.span)],
          help: "to build on another machine, write 'isa NAME extends \(machine.name.name)'")
      }
      loading.append(target)
      defer { loading.removeLast() }
      return including(syntax.fragment, from: target)
    } catch {
      diagnostics.error(error.message, at: span, help: error.help)
      return []
    }
  }

  // MARK: extends

  private mutating func bases(
    of machine: MachineSyntax, in known: [MachineSyntax], path: String, chain: [String]
  ) -> [MachineSyntax] {
    guard let base = machine.base else { return [] }
    guard !chain.contains(base.name) else {
      diagnostics.error(
        "'\(base.name)' extends itself", at: base.span,
        notes: [Diagnostic.Note("by way of \((chain + [base.name]).joined(separator: " → "))")])
      return []
    }
    if let found = known.first(where: { $0.name.name == base.name }) {
      return bases(of: found, in: known, path: path, chain: chain + [base.name]) + [found]
    }
    let target = SourceReader.resolve(base.name + ".isa", from: path)
    do {
      let bytes = try SourceReader.read(target)
      let (_, syntax) = parse(path: target, bytes: bytes)
      var machines: [MachineSyntax] = []
      for var other in syntax.machines {
        other.items = including(other.items, from: target)
        machines.append(other)
      }
      guard let found = machines.first(where: { $0.name.name == base.name }) else {
        diagnostics.error("'\(target)' does not declare a machine '\(base.name)'", at: base.span)
        return []
      }
      return bases(of: found, in: machines, path: target, chain: chain + [base.name]) + [found]
    } catch {
      let suggestion = Spelling.suggestion(for: base.name, among: known.map(\.name.name))
      diagnostics.error(
        "there is no machine '\(base.name)' to extend: \(error.message)", at: base.span,
        help: suggestion.map { "did you mean '\($0)'?" })
      return []
    }
  }
}
