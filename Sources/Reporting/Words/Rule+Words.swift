import Virtualizability

extension Rule {

  /// What a finding of the rule is, in a few words.
  var title: String {
    switch self {
    case .controlSensitive: "changes what the monitor must own, and does not trap in user mode"
    case .modeSensitive: "depends on the mode, and does not trap in user mode"
    case .locationSensitive: "depends on relocation, and does not trap in user mode"
    case .resourceSensitive: "depends on what the monitor must own, and does not trap in user mode"
    case .missedTrap: "traps on the bare machine, but completes in user mode"
    case .userSensitive: "sensitive already for a program in user mode"
    case .timeSensitive: "shows the time to a program in user mode"
    case .directExecution: "does something else under a monitor"
    case .impreciseTrap: "cannot be restarted after an access was refused"
    case .unreachableAddress: "addresses that guests cannot be given"
    case .decodeTotality: "an encoding has no meaning, or two"
    case .guestDecides: "a component of the guest decides what the monitor must decide"
    case .vacuous: "the verdict would rest on nothing"
    }
  }

  /// The title as the head of a section.
  var sectionTitle: String { title.prefix(1).uppercased() + title.dropFirst() }

  /// Why that matters, for a reader who knows what a trap-and-emulate monitor is.
  var consequence: String {
    switch self {
    case .controlSensitive:
      """
      A monitor runs the guest's system code in user mode and counts on a trap wherever that code changes the mode, \
      relocation or another resource. Here no trap comes, and the change is lost or hits the real machine.
      """
    case .modeSensitive:
      """
      Under a monitor the guest's system code runs in user mode. Without a trap the instruction gives it the answer \
      meant for user programs, not the one that it would get on the bare machine.
      """
    case .locationSensitive:
      """
      Under a monitor the relocation state is the monitor's, not the guest's. Without a trap the instruction shows \
      the guest the wrong one.
      """
    case .resourceSensitive:
      """
      Under a monitor the hardware holds the monitor's own value here. Without a trap the instruction shows the \
      guest that value instead of its own.
      """
    case .missedTrap:
      """
      The guest counts on a trap here. Under a monitor none comes: the instruction completes, and nobody is told.
      """
    case .userSensitive:
      """
      A hybrid monitor interprets all system code and runs user code directly. Even there this instruction would \
      escape it, so Theorem 3 does not hold.
      """
    case .timeSensitive:
      """
      A monitor under a monitor takes longer for the same work. A program that reads a clock without a trap sees \
      that, so Theorem 2 does not hold.
      """
    case .directExecution:
      """
      Run directly under a monitor the instruction neither traps nor does what the virtual machine would have done.
      """
    case .impreciseTrap:
      """
      A monitor that provides memory on demand lets the instruction run again once the memory is there. This one \
      has changed something by then, and running it again would change it twice.
      """
    case .unreachableAddress:
      """
      System software of a guest that stands or works there traps at every access. A monitor can make each access for \
      it, so that nothing goes wrong; but nothing runs directly.
      """
    case .decodeTotality:
      """
      Every encoding is decoded by exactly one instruction, or declared undefined. A verdict on instructions would \
      otherwise miss what the machine does with the rest.
      """
    case .guestDecides:
      """
      What decides the mode, translation, trap entry or interrupts must have the role of mode, relocation or control.
      """
    case .vacuous:
      """
      A condition that no state satisfies makes every statement true. No verdict is given on such a specification.
      """
    }
  }
}
