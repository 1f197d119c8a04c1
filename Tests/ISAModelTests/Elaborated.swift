import ISALanguage
import ISAModel
import TestSupport

/// What loading and elaborating a specification yields.
struct Elaborated {

  var machines: [Machine] = []
  var diagnostics: [Diagnostic] = []
  var sources = SourceMap()

  /// Elaborates the machines of a file.
  init(path: String, settings: [String: Bool] = [:]) throws {
    var loader = SpecificationLoader()
    let loaded = try loader.load(path: path)
    elaborate(loaded, loader, settings)
  }

  /// Elaborates the machines of a text that stands at `path`.
  init(
    _ text: String, path: String = "test.isa", settings: [String: Bool] = [:],
    mostEffort: Int = ElaborationEffort.usual
  ) {
    self.init(bytes: Array(text.utf8), path: path, settings: settings, mostEffort: mostEffort)
  }

  init(
    bytes: [UInt8], path: String = "test.isa", settings: [String: Bool] = [:],
    mostEffort: Int = ElaborationEffort.usual
  ) {
    var loader = SpecificationLoader()
    let loaded = loader.load(path: path, bytes: bytes)
    elaborate(loaded, loader, settings, mostEffort)
  }

  private mutating func elaborate(
    _ loaded: [SpecificationLoader.LoadedMachine], _ loader: SpecificationLoader, _ settings: [String: Bool],
    _ mostEffort: Int = ElaborationEffort.usual
  ) {
    sources = loader.sources
    diagnostics = loader.diagnostics.sorted
    for machine in loaded {
      let elaborator = Elaborator(
        machine, sources: loader.sources, settings: settings, mostEffort: mostEffort)
      if let made = elaborator.elaborate() { machines.append(made) }
      diagnostics += elaborator.diagnostics.sorted
    }
  }

  /// The errors, as shown to users.
  var errors: String {
    DiagnosticRenderer(sources: sources).render(diagnostics.filter { $0.severity == .error })
  }

  /// The errors and warnings as `line: severity: message`.
  var summary: [String] {
    diagnostics.map { "\(sources.location(of: $0.span).line): \($0.severity): \($0.message)" }
  }
}

/// A small machine around items that a test is about.
enum SmallMachine {

  /// The lines before the items.
  static let head = """
    isa small "A small machine" {
      source MANUAL "A manual"
      guest register PC: bits(32)
      guest register R[8]: bits(32)
      guest register FLAGS: bits(8) { Z @ 0, C @ 1, N @ 2, V @ 3; zero @ 7..4 }
      mode register M: bits(1)
      control register IE: bits(1)
      modes { user when M == 0; supervisor when M == 1 }
      trap illegal: fault
      trap refused: memory
      memory mem[address: bits(32)]: bits(8) little traps refused
      encoding {
        unit bits(8) little
        fetch mem[PC]
        step { PC = PC + zero_extend(length, 32) }
        context wide: bits(1)
        otherwise trap illegal
      }
      instruction NOP "Do nothing" { source MANUAL "p. 1" encode 0000_0000 syntax "nop" do { } }

    """

  /// The line of the first item.
  static let firstLine = head.split(separator: "\n", omittingEmptySubsequences: false).count

  /// The machine with `items`.
  static func with(_ items: String) -> Elaborated { Elaborated(head + items + "\n}\n") }

  /// The errors and warnings with `items`, as `line: severity: message`, lines counted from the first item.
  static func summary(_ items: String) -> [String] {
    let elaborated = with(items)
    return elaborated.diagnostics.map {
      "\(elaborated.sources.location(of: $0.span).line - firstLine + 1): \($0.severity): \($0.message)"
    }
  }
}
