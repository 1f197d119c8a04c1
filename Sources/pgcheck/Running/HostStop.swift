#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The user's wish to stop a running machine: an interrupt from the keyboard.
enum HostStop {

  /// Set by the signal, looked at by the machine.
  private nonisolated(unsafe) static let flag: UnsafeMutablePointer<sig_atomic_t> = {
    let flag = UnsafeMutablePointer<sig_atomic_t>.allocate(capacity: 1)
    flag.initialize(to: 0)
    return flag
  }()

  /// From now on an interrupt stops the machine, and not the program.
  static func listen() {
    flag.pointee = 0
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { _ in HostStop.flag.pointee = 1 }
    // Without SA_RESTART a wait for input ends too.
    sigaction(SIGINT, &action, nil)
    sigaction(SIGTERM, &action, nil)
  }

  static var isWanted: Bool { flag.pointee != 0 }
}
