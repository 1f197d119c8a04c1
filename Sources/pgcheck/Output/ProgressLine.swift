import Synchronization

/// A line on standard error that says how far a check is; only where a person sits at a terminal.
final class ProgressLine: Sendable {

  private let file: String
  private let isShown = StandardError.isTerminal
  private let furthest = Mutex(0)

  init(file: String) { self.file = file }

  /// Shows that `done` of `total` instructions are checked; workers may report out of order.
  func show(_ done: Int, _ total: Int, _ instruction: String) {
    guard isShown else { return }
    furthest.withLock { furthest in
      guard done > furthest else { return }
      furthest = done
      StandardError.write("\r\u{1B}[K\(file): \(done) of \(total)  \(instruction)")
    }
  }

  /// Takes the line away.
  func clear() {
    guard isShown else { return }
    furthest.withLock { furthest in
      if furthest > 0 { StandardError.write("\r\u{1B}[K") }
      furthest = 0
    }
  }
}
