import Reporting

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What is known of the terminal that the user sits at.
enum Terminal {

  /// How text on standard output looks: in colours on a terminal, unless `NO_COLOR` is set
  /// (https://no-color.org).
  static var style: TextStyle {
    guard StandardOutput.isTerminal else { return .plain }
    return TextStyle(isColoured: allowsColour, width: columns ?? 100)
  }

  /// Whether the environment lets programs use colours.
  static var allowsColour: Bool {
    if let setting = getenv("NO_COLOR"), setting.pointee != 0 { return false }
    guard let kind = getenv("TERM") else { return false }
    return String(cString: kind) != "dumb"
  }

  private static var columns: Int? {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }
}
