import ArgumentParser
import Virtualizability

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Whether and where results are kept from one run to the next.
struct CacheOptions: ParsableArguments {

  @Flag(name: .customLong("no-cache"), help: "Check everything anew, and keep no results.")
  var isOff = false

  @Option(
    name: .customLong("cache-dir"),
    help: ArgumentHelp(
      "Keep results in this directory (default: PGCHECK_CACHE, or pgcheck in the user's cache directory).",
      valueName: "dir"))
  var directory: String?

  /// Where results are kept; nil for nowhere.
  func store() throws(UserError) -> (any ResultStore)? {
    guard !isOff, let program = ProgramIdentity.bytes else { return nil }
    if let directory { return try chosen(directory, program) }
    if let setting = getenv("PGCHECK_CACHE") {
      return setting.pointee == 0 ? nil : try chosen(String(cString: setting), program)
    }
    return Self.defaultDirectory.map { CacheFolder($0, program: program, isChosen: false) }
  }

  /// A directory that the user has named must be one that can be used.
  private func chosen(_ directory: String, _ program: [UInt8]) throws(UserError) -> CacheFolder {
    try Directory.make(directory)
    return CacheFolder(directory, program: program, isChosen: true)
  }

  /// The place that the XDG Base Directory Specification gives caches.
  private static var defaultDirectory: String? {
    if let base = getenv("XDG_CACHE_HOME"), base.pointee == UInt8(ascii: "/") {
      return String(cString: base) + "/pgcheck"
    }
    guard let home = getenv("HOME"), home.pointee == UInt8(ascii: "/") else { return nil }
    return String(cString: home) + "/.cache/pgcheck"
  }
}
