import Emission
import ISALanguage
import ISAModel

/// A folder for a package of C.
struct PackageFolder {

  /// The path as the user wrote it.
  let path: String

  init(_ path: String) { self.path = path }

  /// Writes a machine. Files of the folder that are not the package's stay.
  func write(_ machine: Machine, sources: SourceMap) throws {
    let made = DeepStack.run { () -> Result<CPackage, EmissionFailure> in
      do throws(EmissionFailure) {
        return .success(try CPackage(machine, sources: sources))
      } catch {
        return .failure(error)
      }
    }
    let package: CPackage
    switch made {
    case .success(let made): package = made
    case .failure(let failure): throw UserError(failure.message)
    }
    try Directory.make(path)
    // Whether all of them can be written is found out before the first one is.
    let files = try package.files.map { file in (try OutputFile("\(path)/\(file.name)"), file.text) }
    for (file, text) in files { try file.write(text) }
  }
}
