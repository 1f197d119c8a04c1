import ArgumentParser
import Virtualizability

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What every command that checks can be told about the check.
struct CheckingOptions: ParsableArguments {

  @Option(
    help: ArgumentHelp(
      "Turn a feature of the machine on or off; may be repeated.", valueName: "name[=on|off]"),
    transform: FeatureSetting.init(argument:))
  var feature: [FeatureSetting] = []

  @Option(
    help: ArgumentHelp(
      "Which resources count: pg74 (mode and relocation) or extended (control too).", valueName: "model"),
    transform: Self.model)
  var model: ResourceModel = .extended

  @Option(help: ArgumentHelp("How many instructions to check at the same time.", valueName: "n"))
  var jobs: Int = processors

  @Option(
    help: ArgumentHelp(
      "The solver's budget for one question, in its own units; 0 for no limit.", valueName: "n"))
  var rlimit: UInt32 = CheckOptions.defaultRlimit

  @Flag(
    name: .customLong("no-simplify"), help: "Ask the solver everything, even what is plain from the terms.")
  var asksEverything = false

  @Option(
    name: .customLong("smt-dump"),
    help: ArgumentHelp("Write every question as SMT-LIB 2.6 into this directory.", valueName: "dir"))
  var smtDump: String?

  @OptionGroup var cache: CacheOptions

  @Flag(name: .shortAndLong, help: "Tell on standard error what is being done.")
  var verbose = false

  /// The processors of this computer.
  static var processors: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  private static func model(_ name: String) throws -> ResourceModel {
    guard let model = ResourceModel(rawValue: name) else {
      throw ValidationError("there is no model '\(name)'; the models are pg74 and extended")
    }
    return model
  }

  func validate() throws {
    guard jobs >= 1 else { throw ValidationError("--jobs takes a number from 1 on, not \(jobs)") }
    var settings: [String: Bool] = [:]
    for setting in feature {
      if let other = settings.updateValue(setting.isOn, forKey: setting.name), other != setting.isOn {
        throw ValidationError("the feature '\(setting.name)' is turned on and off")
      }
    }
  }

  /// The checker's options.
  func checkOptions(only: [String] = []) throws(UserError) -> CheckOptions {
    var options = CheckOptions()
    options.model = model
    for setting in feature { options.features[setting.name] = setting.isOn }
    options.only = only
    options.jobs = jobs
    options.rlimit = rlimit
    options.simplifies = !asksEverything
    options.store = try cache.store()
    if let smtDump {
      try Directory.make(smtDump)
      options.smtDump = smtDump
    }
    return options
  }
}

/// Directories for results.
enum Directory {

  /// Looks whether there is a directory at `path` that can be written to, or could be.
  static func expect(_ path: String) throws(UserError) {
    guard !path.isEmpty else { throw UserError("the name of the directory is empty") }
    var status = stat()
    guard stat(path, &status) != 0 else { return try make(path) }
    let parts = path.split(separator: "/")
    let parent =
      parts.count > 1
      ? (path.hasPrefix("/") ? "/" : "") + parts.dropLast().joined(separator: "/")
      : path.hasPrefix("/") ? "/" : "."
    guard access(parent, W_OK | X_OK) == 0 else {
      throw UserError(
        "cannot make the directory '\(path)': "
          + (errno == ENOENT ? "there is no directory '\(parent)'" : String(cString: strerror(errno))))
    }
  }

  /// Does `work` in the directory at `path`, which is made where there is none, and taken away again where `work`
  /// fails and has left nothing in it.
  static func within(_ path: String, _ work: () throws(UserError) -> Void) throws(UserError) {
    var status = stat()
    let isNew = stat(path, &status) != 0
    try make(path)
    do throws(UserError) {
      try work()
    } catch {
      if isNew { rmdir(path) }
      throw error
    }
  }

  /// Makes sure that there is a directory at `path` that can be written to.
  static func make(_ path: String) throws(UserError) {
    func failure(_ reason: String) -> UserError {
      UserError("cannot write into the directory '\(path)': \(reason)")
    }
    guard !path.isEmpty else { throw UserError("the name of the directory is empty") }
    if mkdir(path, 0o777) != 0, errno != EEXIST { throw failure(String(cString: strerror(errno))) }
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      throw failure("it is not a directory")
    }
    guard access(path, W_OK | X_OK) == 0 else { throw failure(String(cString: strerror(errno))) }
  }
}
