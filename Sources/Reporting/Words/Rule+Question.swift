import Virtualizability

extension Rule {

  /// The question that a finding answers with yes, in words.
  func question(about instruction: String, components: [String]) -> String {
    let names =
      components.isEmpty ? "anything but the guest's own state" : listed(NameFolding.short(components))
    return switch self {
    case .controlSensitive:
      """
      Is there a state in which \(instruction) completes and changes \(names), and a user state with the same guest \
      part (perhaps the same state) in which it completes?
      """
    case .modeSensitive, .locationSensitive, .resourceSensitive:
      """
      Are there two states with the same guest part, different in \(names) alone, the second a user state, in which \
      \(instruction) completes with different results for the guest?
      """
    case .missedTrap:
      """
      Are there two states with the same guest part, different in \(names) alone, so that \(instruction) traps in the \
      first, not for memory, and completes in the second, a user state?
      """
    case .userSensitive:
      """
      Is there a user state in which \(instruction) completes and changes a resource, or are there two user states, \
      different in resources alone, in which it comes out differently (\(names))?
      """
    case .timeSensitive:
      """
      Are there two user states, different in \(names) alone, in which \(instruction) completes with different \
      results for the guest?
      """
    case .directExecution:
      """
      Is there a state of the virtual machine, and a state of the hardware that stands for it, so that \
      \(instruction) completes on the hardware but not as on the virtual machine?
      """
    case .impreciseTrap:
      """
      Is there a user state in which \(instruction) is refused an access by a trap that is not precise, and the \
      guest's part is another one by then than before the instruction?
      """
    case .unreachableAddress:
      """
      Is there an address that some state of a mode admits, and no state of the mode that its guests run in?
      """
    case .decodeTotality, .guestDecides, .vacuous:
      "Does the specification say enough for a verdict on \(instruction)?"
    }
  }

  /// What a monitor would have to do about a finding.
  func remedy(components: [String]) -> String {
    let names = components.isEmpty ? "what it touches" : listed(NameFolding.short(components))
    return switch self {
    case .controlSensitive:
      "find the instruction before it runs, and make the change to the virtual machine's own \(names)"
    case .modeSensitive, .locationSensitive, .resourceSensitive:
      "find the instruction before it runs, and answer with the virtual machine's own \(names)"
    case .missedTrap:
      "find the instruction before it runs, look at the virtual machine's own \(names), and deliver the trap that is due"
    case .userSensitive: "interpret user code too, or find the instruction before it runs"
    case .timeSensitive: "make the hardware trap when the clock is read, or give up hiding that time passes"
    case .directExecution: "find the instruction before it runs, and do it on the virtual machine's state"
    case .unreachableAddress: "make each access there for the guest, or move its system software"
    case .impreciseTrap: "map all of a guest's memory before it runs, and page nothing in on demand"
    case .decodeTotality, .guestDecides, .vacuous: "nothing: the specification has to be mended first"
    }
  }
}
