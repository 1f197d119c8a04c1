import Virtualizability

extension Report {

  /// The whole report in one line.
  var conclusion: Piece {
    let summary = Summary(instructions)
    switch verdict.virtualizable {
    case .holds:
      if instructions.contains(where: \.isNotRestartable) {
        return Piece(
          "✓ virtualizable, but not with memory on demand: a refused access cannot be repeated", .doubtful)
      }
      switch addresses?.verdict {
      case .violated:
        return Piece("✓ virtualizable, but guests trap at every access to some addresses", .doubtful)
      case .inconclusive:
        return Piece("✓ virtualizable; which addresses guests can be given was not decided", .doubtful)
      default: return Piece("✓ virtualizable", .good)
      }
    case .inconclusive:
      return Piece("? not decided: \(counted(summary.inconclusive, "instruction")) left open", .doubtful)
    case .violated: return Piece("✗ not virtualizable: \(conclusionWords.reasons)", .bad)
    }
  }

  /// What the conclusion means for someone who would build a monitor.
  var advice: String {
    switch verdict.virtualizable {
    case .holds:
      """
      Whatever an instruction of this machine could change or show that is the monitor's, it traps in user mode. \
      A trap-and-emulate monitor can run this machine's own system software unmodified.
      """
    case .violated:
      """
      A monitor that runs guests in user mode and waits for traps misses these instructions. It would have to find \
      them before they run: by binary translation, by interpretation, or by a changed guest.
      """
    case .inconclusive:
      """
      The solver gave up on some questions. Nothing is claimed about them; a larger --rlimit may settle them.
      """
    }
  }
}
