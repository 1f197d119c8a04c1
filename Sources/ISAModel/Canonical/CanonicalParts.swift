import ISALanguage

/// The parts of a machine in canonical form, each written once.
package final class CanonicalParts {

  /// Something whose meaning can be written down.
  package enum Subject {

    /// What all instructions of the machine share.
    case declarations

    /// An instruction: its encodings and their meanings. Its name and its sources are no part of what it means.
    case instruction(Instruction)
  }

  private let machine: Machine
  private var known: [CanonicalWriter.Part: CanonicalWriter] = [:]

  package init(_ machine: Machine) { self.machine = machine }

  /// Hands the meaning of `subject` to `body`, piece by piece, and with it everything that is reached from there: the
  /// pieces in the order in which they come up, and after the bytes of each, the numbers of those that it refers to.
  package func visit(_ subject: Subject, _ body: (_ bytes: [UInt8], _ spans: [Span]) -> Void) {
    var root = CanonicalWriter()
    switch subject {
    case .declarations: root.write(declarationsOf: machine)
    case .instruction(let instruction): root.write(all: instruction.forms) { $0.write($1) }
    }
    var order: [CanonicalWriter.Part] = []
    var numbers: [CanonicalWriter.Part: Int] = [:]
    func add(_ piece: CanonicalWriter) {
      body(piece.bytes, piece.spans)
      // A piece counts what it refers to by itself; here is what these are among all.
      var references = CanonicalWriter()
      for part in piece.parts {
        let number = numbers[part] ?? order.count
        if number == order.count {
          numbers[part] = number
          order.append(part)
        }
        references.write(number)
      }
      body(references.bytes, [])
    }
    add(root)
    var next = 0
    while next < order.count {
      add(piece(order[next]))
      next += 1
    }
  }

  /// The places that come up in `subject`, in their order.
  package func spans(in subject: Subject) -> [Span] {
    var result: [Span] = []
    visit(subject) { result += $1 }
    return result
  }

  private func piece(_ part: CanonicalWriter.Part) -> CanonicalWriter {
    if let writer = known[part] { return writer }
    var writer = CanonicalWriter()
    switch part {
    case .function(let number): writer.write(machine.functions[number])
    case .operand(let number): writer.write(machine.operands[number])
    }
    known[part] = writer
    return writer
  }
}
