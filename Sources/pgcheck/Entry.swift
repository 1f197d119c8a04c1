import ArgumentParser

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where the program starts: parses the command line, runs the command, and turns what it throws into an exit
/// code.
@main
enum Entry {

  static func main() {
    // A file that grows too large is then an error of the write, which is reported and cleaned up after.
    signal(SIGXFSZ, SIG_IGN)
    exit(run(Array(CommandLine.arguments.dropFirst())).rawValue)
  }

  private static func run(_ arguments: [String]) -> ExitStatus {
    do {
      var command = try PGCheck.parseAsRoot(arguments)
      try command.run()
      return .proven
    } catch let status as ExitStatus {
      return status
    } catch let error as UserError {
      StandardError.error(error.message, help: error.help)
      return .wrongInput
    } catch {
      return report(error)
    }
  }

  /// Prints what the argument parser has to say. Its own code for a wrong command line, 64, becomes 2.
  private static func report(_ error: any Error) -> ExitStatus {
    var message = PGCheck.fullMessage(for: error)
    guard PGCheck.exitCode(for: error).isSuccess else {
      let word = "Error:"
      if message.hasPrefix(word) { message = "error:" + message.dropFirst(word.count) }
      StandardError.write(message + "\n")
      return .wrongInput
    }
    do {
      try StandardOutput.write(message + "\n")
      return .proven
    } catch {
      StandardError.error(error.message, help: error.help)
      return .wrongInput
    }
  }
}
