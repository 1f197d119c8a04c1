import Execution
import ISALanguage
import ISAModel
import SMT

/// A way out of a meaning, or a write that it makes or leaves out.
struct MeaningPath {

  var name: String

  /// What holds where the path is taken.
  var condition: Term

  /// The paths of a run: of each list one is wanted, the sooner the better.
  ///
  /// Operands lead to a statement that traps in as many ways as there are kinds of them. Of these the last is wanted that can be
  /// taken, before which most of the meaning has been done.
  static func all(of result: RunResult<Term>, on machine: Machine, store: TermStore) -> [[MeaningPath]] {
    var paths = [[MeaningPath(name: "completes", condition: result.state.alive)]]
    paths += ways(of: result, on: machine).map { $0.reversed() }
    var seen: Set<Term> = [store.true, store.false]
    for write in result.state.writes.joined() where seen.insert(write.guarded).inserted {
      let made = store.and(result.state.alive, write.guarded)
      let left = store.and(result.state.alive, store.not(write.guarded))
      paths.append([MeaningPath(name: "makes a write", condition: made)])
      paths.append([MeaningPath(name: "leaves a write out", condition: left)])
    }
    return paths
  }

  /// The ways to each statement that traps, in the order of the run; what translation refuses is another matter.
  private static func ways(of result: RunResult<Term>, on machine: Machine) -> [[MeaningPath]] {
    struct Statement: Hashable {
      var trap: Int
      var place: Span
    }
    var numbers: [Statement: Int] = [:]
    var ways: [[MeaningPath]] = []
    for record in result.traps where machine.traps[record.trap].trapClass != .memory {
      let statement = Statement(trap: record.trap, place: record.span)
      let number = numbers[statement] ?? ways.count
      if number == ways.count { ways.append([]) }
      numbers[statement] = number
      ways[number].append(
        MeaningPath(name: "traps with \(machine.traps[record.trap].name)", condition: record.condition))
    }
    return ways
  }
}
