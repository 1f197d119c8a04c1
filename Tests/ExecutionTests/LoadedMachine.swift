import ISALanguage
import ISAModel
import TestSupport
import Testing

/// The machines of a specification file.
func machines(of file: SpecificationFile, settings: [String: Bool] = [:]) throws -> [Machine] {
  var loader = SpecificationLoader()
  let loaded = try loader.load(path: file.fullPath)
  return try loaded.map { candidate in
    try #require(Elaborator(candidate, sources: loader.sources, settings: settings).elaborate())
  }
}

/// The machine of a text.
func machine(_ text: String) throws -> Machine {
  var loader = SpecificationLoader()
  let loaded = loader.load(path: "test.isa", bytes: Array(text.utf8))
  let elaborator = Elaborator(try #require(loaded.last), sources: loader.sources, settings: [:])
  let machine = elaborator.elaborate()
  return try #require(
    machine, "\(DiagnosticRenderer(sources: loader.sources).render(elaborator.diagnostics.sorted))")
}
