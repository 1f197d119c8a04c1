import Execution
import FoundationEssentials
import ISAModel
import Reporting

/// Answers lines of vectors, one after the other. A worker has machines of its own, and is used by one thread at a
/// time.
final class VectorWorker: @unchecked Sendable {

  private var machines: MachineVariants

  init(_ machines: MachineVariants) { self.machines = machines }

  /// The answers to some lines, and what is wrong with those that are wrong.
  struct Answers: Sendable {
    var output = ""
    var errors: [(line: Int, message: String)] = []
  }

  /// Makes the machine of the command line, so that what is wrong with it is told before any line is read.
  func prepare() throws { _ = try machines.runner([:]) }

  func answer(_ lines: ArraySlice<(number: Int, bytes: [UInt8])>) -> Answers {
    var result = Answers()
    for (number, bytes) in lines {
      var id: String?
      do throws(VectorError) {
        result.output += try answer(bytes, number, &id).line
      } catch {
        result.errors.append((number, error.message))
        result.output += VectorAnswer(id: id, line: number).json(error: error.message).line
      }
    }
    return result
  }

  private func answer(_ bytes: [UInt8], _ number: Int, _ id: inout String?) throws(VectorError) -> JSONValue {
    let line: VectorLine
    do {
      line = try JSONDecoder().decode(VectorLine.self, from: Data(bytes))
    } catch {
      throw VectorError((error as? DecodingError)?.words ?? "this cannot be read")
    }
    id = line.id
    let runner: VectorRunner
    let unit: Int
    do {
      (runner, unit) = try machines.runner(line.features ?? [:])
    } catch {
      throw VectorError((error as? UserError)?.message ?? "the machine has no such features together")
    }
    let outcome = try runner.run(line.vector(unit: unit))
    return VectorAnswer(id: line.id, line: number).json(outcome, unit: unit)
  }
}
