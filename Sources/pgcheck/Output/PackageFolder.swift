import Emission
import ISALanguage
import ISAModel
import Monitor

/// A folder for a package of C.
struct PackageFolder {

  /// The path as the user wrote it.
  let path: String

  init(_ path: String) { self.path = path }

  /// Writes a machine. Files of the folder that are not the package's stay.
  ///
  /// - Parameter monitor: what its monitor is made of; nil for the bare machine alone.
  func write(_ machine: Machine, sources: SourceMap, monitor: Monitor.Plan?) throws {
    let package: CPackage
    switch Self.package(machine, sources, monitor) {
    case .success(let made): package = made
    case .failure(let failure) where failure.isOfMonitor:
      MonitorChoice.note(failure.message)
      return try write(machine, sources: sources, monitor: nil)
    case .failure(let failure): throw UserError(failure.message)
    }
    try Directory.make(path)
    // Whether all of them can be written is found out before the first one is.
    let files = try package.files.map { file in (try OutputFile("\(path)/\(file.name)"), file.text) }
    for (file, text) in files { try file.write(text) }
  }

  private static func package(
    _ machine: Machine, _ sources: SourceMap, _ monitor: Monitor.Plan?
  ) -> Result<CPackage, EmissionFailure> {
    nonisolated(unsafe) let plan = monitor
    return DeepStack.run {
      do throws(EmissionFailure) {
        return .success(try CPackage(machine, sources: sources, monitor: plan))
      } catch {
        return .failure(error)
      }
    }
  }
}
