import ISAModel
import SMT
import Testing

@testable import Monitor

/// What is asked about the hardware of a naive monitor.
struct NaiveSearchTests {

  /// The names of the instructions for which there is a state in which the monitor's hardware does something else.
  private func found(_ machine: Machine) throws -> Set<String> {
    let search = NaiveSearch(try Monitor.Plan(machine))
    var names: Set<String> = []
    for (number, instruction) in machine.instructions.enumerated() {
      for question in search.questions(about: number) {
        for condition in [question.traps, question.parts] {
          switch question.answer([condition]) {
          case .unsatisfiable: break
          case .satisfiable: names.insert(instruction.name)
          case .unknown(let reason): Issue.record("\(instruction.name): \(reason)")
          }
        }
      }
    }
    return names
  }

  /// Nothing is found against an instruction that does not violate: not on machines that are virtualizable.
  @Test(arguments: ["pg74", "m68010", "mips32"])
  func nothingIsFoundOnVirtualizableMachines(name: String) throws {
    #expect(try found(MonitoredMachine.load(name)) == [])
  }

  /// On the others it is found against those that violate (the lists are the checker's), and no other. ARM's LDRT and its like violate
  /// by what translation admits, which is taken for granted here.
  @Test(arguments: [
    ("m68000", "MOVE_from_SR"),
    ("ka10", "JRST_1 JRSTF JSR JSP PUSHJ"),
    (
      "x86",
      "PUSHF POPF MOV_from_Sreg MOV_to_Sreg PUSH_Sreg POP_Sreg LES LDS LSS LFS LGS VERR VERW LAR LSL SLDT STR JMP_far CALL_far "
        + "RET_far IRET INT_n INT3 INTO SGDT SIDT SMSW"
    ),
    ("armv7", "SUBS_PC_LR LDM_user STM_user LDM_exception_return MRS MSR CPS SRS RFE"),
  ])
  func whatViolatesIsFound(name: String, violating: String) throws {
    #expect(try found(MonitoredMachine.load(name)) == Set(violating.split(separator: " ").map(String.init)))
  }
}
