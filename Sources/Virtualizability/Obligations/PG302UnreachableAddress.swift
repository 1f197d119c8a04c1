import ISALanguage
import ISAModel
import SMT

/// PG302: an address that cannot be made reachable in the host mode.
///
/// A monitor runs a guest's system code in a mode with fewer rights, and gives it memory by setting what
/// decides translation: tables, bounds, the entries of a translation buffer. Here an address is refused in
/// that mode before any of these is looked at, though the mode that the guest believes to be in reaches it.
/// System software that stands or works there traps at every access. It is run correctly all the same,
/// because the monitor sees each of these traps and can make the access itself; so no theorem fails. But
/// nothing of it runs directly.
///
/// The question is asked of `translate` in the specification, for reads, writes and fetches of instructions:
/// of all addresses, which does no state whatever admit in the host mode, and which of those does some state
/// admit in the mode that runs there? Registers, and what memory past translation holds, are whatever a
/// monitor may set them to; there is memory at every physical address. Where a specification does not
/// describe translation, or a second stage lies below it that can move every address, nothing is asked.
///
/// The proof is an access that completes in the one mode. That no state of the other admits it is the
/// solver's answer; beside the access stands what becomes of it there.
///
/// To close the hole, let translation decide about every address, in every mode, as the guest mode of MIPS
/// Release 5 does; or move the guest's system software to addresses that the host mode reaches.
struct UnreachableAddress {

  let machine: Machine
  let options: CheckOptions
  let sources: SourceMap

  /// The verdict, with the witnesses that did not replay; nil where the specification describes no
  /// translation.
  func check() -> (verdict: AddressVerdict, internalErrors: [String])? {
    let store = TermStore(simplifies: options.simplifies)
    guard let run = TranslationRun(machine: machine, store: store) else { return nil }
    let decider = Decider(machine: machine, store: store, options: options)
    var verdict = AddressVerdict(findings: [], undecided: [])
    var errors: [String] = []
    var known: [Term: Result<RequestRanges, AddressReach.Undecided>] = [:]
    for (number, mode) in machine.modes.enumerated() where mode.host != number {
      let condition = store.and(run.state.inMode[mode.host], run.state.hostConditions[number])
      do throws(AddressReach.Undecided) {
        // Modes that run in one host mode under one condition are asked about once.
        let refused: RequestRanges
        if let answer = known[condition] {
          refused = try answer.get()
        } else {
          let host = AddressReach(run, decider, when: condition)
          let answer: Result<RequestRanges, AddressReach.Undecided>
          do throws(AddressReach.Undecided) {
            answer = .success(try host.unreachable(in: requests(run)))
          } catch {
            answer = .failure(error)
          }
          known[condition] = answer
          refused = try answer.get()
        }
        guard !refused.isEmpty else { continue }
        let virtual = AddressReach(run, decider, when: run.state.inMode[number])
        let found = refused.subtracting(try virtual.unreachable(in: refused))
        let witnesses = AddressWitness(
          run: run, decider: decider, sources: sources, virtual: number, condition: condition)
        for (accesses, ranges) in byAccess(found, run) {
          let built = try witnesses.build(accesses, ranges, by: virtual)
          verdict.findings.append(built.found)
          if let failure = built.failure { errors.append("\(Rule.unreachableAddress.rawValue): \(failure)") }
        }
      } catch {
        verdict.undecided.append(
          "which addresses are reached in \(mode.name) mode, and in none of \(machine.modes[mode.host].name): \(error.reason)"
        )
      }
    }
    return (verdict, errors)
  }

  /// All requests: every kind of access to every address.
  private func requests(_ run: TranslationRun) -> RequestRanges {
    let width = UInt128(run.state.store.width(run.address))
    return RequestRanges([0...((UInt128(AccessKind.allCases.count) << width) - 1)])
  }

  /// The addresses of the requests, with the kinds of access that ask for the same ones side by side.
  private func byAccess(_ requests: RequestRanges, _ run: TranslationRun) -> [([AccessKind], RequestRanges)] {
    let width = UInt128(run.state.store.width(run.address))
    var result: [([AccessKind], RequestRanges)] = []
    for kind in AccessKind.allCases {
      let low = UInt128(kind.rawValue) << width
      let own = requests.intersection(RequestRanges([low...(low + ((1 << width) - 1))]))
      guard !own.isEmpty else { continue }
      let addresses = RequestRanges(own.ranges.map { ($0.lowerBound - low)...($0.upperBound - low) })
      if let place = result.firstIndex(where: { $0.1 == addresses }) {
        result[place].0.append(kind)
      } else {
        result.append(([kind], addresses))
      }
    }
    return result
  }
}
