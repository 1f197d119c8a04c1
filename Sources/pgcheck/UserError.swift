import Virtualizability

/// Something that the user has to mend before the program can do what was asked.
struct UserError: Error {

  /// What is wrong.
  var message: String

  /// What to do about it.
  var help: String?

  init(_ message: String, help: String? = nil) {
    self.message = message
    self.help = help
  }

  init(_ failure: CheckFailure) { self.init(failure.message, help: failure.help) }
}
