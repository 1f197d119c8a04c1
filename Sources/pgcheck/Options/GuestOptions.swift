import ArgumentParser

/// How guests run.
struct GuestOptions: ParsableArguments {

  @Option(
    help: ArgumentHelp("How many monitors stand between a guest and the machine.", valueName: "n"))
  var depth = 1

  @Option(
    help: ArgumentHelp(
      "The units of RAM of each guest; K, M and G stand for 2^10, 2^20 and 2^30.", valueName: "size"),
    transform: Quantity.size)
  var memory: UInt64?

  @Option(
    help: ArgumentHelp("The steps of a guest before it is the turn of the next one.", valueName: "n"),
    transform: Quantity.count)
  var slice: UInt64 = 50_000

  @Option(
    help: ArgumentHelp("Stop a guest after this many steps.", valueName: "n"), transform: Quantity.count)
  var maxSteps: UInt64?

  @Option(
    help: ArgumentHelp(
      "The file that holds the blocks of a guest's disk; the nth is for the nth guest.", valueName: "file"))
  var disk: [String] = []

  @Option(
    help: ArgumentHelp("Where a raw image stands in memory, and starts.", valueName: "address"),
    transform: Quantity.address)
  var at: UInt64?

  @Option(
    help: ArgumentHelp("The address of the first instruction.", valueName: "address"),
    transform: Quantity.address)
  var entry: UInt64?

  @Flag(help: "Interpret what guests run in their privileged modes, as where only Theorem 3 holds.")
  var hybrid = false

  func validate() throws {
    guard (1...16).contains(depth) else {
      throw ValidationError("--depth takes a number from 1 to 16, not \(depth)")
    }
    guard slice > 0 else { throw ValidationError("--slice takes a number from 1 on") }
  }
}
