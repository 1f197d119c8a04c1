import Foundation
import ISALanguage
import ISAModel
import Virtualizability

var options = CheckOptions()
for path in CommandLine.arguments.dropFirst() {
  if path.hasPrefix("--feature=") { options.features[String(path.dropFirst(10))] = true; continue }
  if path.hasPrefix("--only=") { options.only.append(String(path.dropFirst(7))); continue }
  if path == "--no-simplify" { options.simplifies = false; continue }
  if path == "--pg74" { options.model = .pg74; continue }
  if path.hasPrefix("--jobs=") { options.jobs = Int(path.dropFirst(7)) ?? 1; continue }
  do {
    let result = try Checker(options: options).check(path: path, progress: { d, t, n in FileHandle.standardError.write(Data("\(d)/\(t) \(n) \(processSeconds())\n".utf8)) })
    for outcome in result.outcomes {
      guard case .report(let r) = outcome else { print("rejected"); continue }
      for i in r.instructions {
        print(i.name, i.classes.map(\.rawValue), "R", i.reads, "W", i.writes, i.directExecution, i.findings.map { "\($0.rule.rawValue)(\($0.components.joined(separator: ",")))" }, i.undecided)
      }
      print(r.verdicts); print(r.statistics, r.instructions.reduce(Effort()) { $0 + $1.effort }); print(r.internalErrors, r.failedClaims)
    }
    for d in result.diagnostics {
      let l = result.sources.location(of: d.span)
      print("\(l.path):\(l.line):\(l.column): \(d.severity): \(d.message)")
      print("  | \(result.sources.lineText(at: d.span))")
      for n in d.notes { print("  note: \(n.message)") }
      if let h = d.help { print("  help: \(h)") }
    }
  } catch { print("error: \(error.message)") }
}
