import ISALanguage
import ISAModel

for path in CommandLine.arguments.dropFirst() {
  var loader = SpecificationLoader()
  do {
    let machines = try loader.load(path: path)
    var all = loader.diagnostics.sorted
    for machine in machines {
      let elaborator = Elaborator(machine, sources: loader.sources, settings: [:])
      let result = elaborator.elaborate()
      all += elaborator.diagnostics.sorted
      if let result { print(path, result.name, result.instructions.count, "instructions", result.components.count, "components") }
    }
    for d in all {
      let l = loader.sources.location(of: d.span)
      print("\(l.path):\(l.line):\(l.column): \(d.severity): \(d.message)")
      print("  | \(loader.sources.lineText(at: d.span))")
      for n in d.notes { print("  note: \(n.message)") }
      if let h = d.help { print("  help: \(h)") }
    }
  } catch { print("error: \(error.message)") }
}
