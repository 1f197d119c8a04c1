/// Why a monitor cannot be made, or cannot run a guest, in words for its user.
package struct MonitorFailure: Error, Sendable {

  /// What is wrong.
  package var message: String

  /// What to do about it.
  package var help: String?

  package init(_ message: String, help: String? = nil) {
    self.message = message
    self.help = help
  }
}
