import Foundation
import Testing

/// `pgcheck vmm`: guests under the monitors of the repository's machines.
struct MonitorTests {

  private static let specs = "../../../specs"
  private static let pg74 = "\(specs)/pg74.isa"
  private static let programs = "\(specs)/conformance/pg74"
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A program of the machine of the paper that starts at 8, with a new status word in front.
  private func program(_ name: String, _ text: String, handler: String = "0, 8, 0, 0x1000000") throws
    -> String
  {
    let path = folder.path("\(name).s")
    try "        .org 4\n        .unit \(handler)\n\(text)".write(
      toFile: path, atomically: false, encoding: .utf8)
    return path
  }

  private func run(_ programs: [String], _ arguments: String...) throws -> Program.Result {
    try Program.run(["vmm", Self.pg74] + programs + ["--memory", "64K"] + arguments)
  }

  /// The programs of the VAX, which take a minute, are run for its page alone.
  @Test(arguments: ["pg74", "m68010", "mips32"])
  func conformanceProgramsDoTheSameInEveryWay(machine: String) throws {
    let result = try Program.run(["vmm", "\(Self.specs)/\(machine).isa", "--conformance", "--format", "json"])
    #expect(result.status == 0, "\(result.errors)")
    let json = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    let report = try #require(json as? [String: Any])
    #expect(report["schema"] as? String == "pgcheck/conformance/1")
    #expect(report["equal"] as? Bool == true)
    let programs = try #require(report["programs"] as? [[String: Any]])
    #expect(programs.count >= 9)
    let generated = try #require(report["generated"] as? [String: Any])
    #expect(generated["equal"] as? Bool == true, "\(generated["runs"] ?? "")")
    #expect(try #require(generated["tests"] as? Int) > 80)
    let depths = try #require(generated["runs"] as? [[String: Any]]).compactMap { $0["depth"] as? Int }
    #expect(depths == [1, 3])
    for program in programs {
      let runs = try #require(program["runs"] as? [[String: Any]])
      #expect(runs.compactMap { $0["depth"] as? Int } == [1, 2, 3])
      for run in runs {
        #expect(run["equal"] as? Bool == true, "\(program["name"] ?? "")")
        #expect(run["monitorIntact"] as? Bool == true)
        // What the innermost monitor runs directly, the bare machine has run: nothing is interpreted in
        // between.
        #expect(run["directOnBareMachine"] as? Int == run["direct"] as? Int)
      }
    }
  }

  /// The guest translates by itself, above a second stage that is the monitor's, and masks interrupts by itself. All its
  /// programs are run for its page alone.
  @Test(arguments: [("x86", "vmx"), ("armv7", "ve")])
  func guestsAboveASecondStageDoTheSame(machine: String, feature: String) throws {
    let specification = "\(Self.specs)/\(machine).isa"
    let programs = Program.fixtures.appending(path: "\(Self.specs)/conformance/\(machine)")
    for name in ["interrupts.s", "common"] {
      try FileManager.default.copyItem(
        at: programs.appending(path: name), to: folder.url.appending(path: name))
    }
    let result = try Program.run(
      [
        "vmm", specification, "--feature", feature, "--conformance", "--programs", folder.path(""),
        "--format",
        "json",
      ])
    #expect(result.status == 0, "\(result.errors)")
    let json = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    let report = try #require(json as? [String: Any])
    #expect(report["equal"] as? Bool == true)
    let one = try #require((report["programs"] as? [[String: Any]])?.first)
    let runs = try #require(one["runs"] as? [[String: Any]])
    #expect(runs.compactMap { $0["depth"] as? Int } == [1, 2, 3])
    for run in runs { #expect(run["directOnBareMachine"] as? Int == run["direct"] as? Int) }
    if machine == "x86" { try packageInCTranslatesInTwoStages(specification) }
  }

  /// The guest's own stage acts on the hardware, `install` maps what it leads to, and hardware stops where a guest
  /// would admit an interrupt that waits.
  private func packageInCTranslatesInTwoStages(_ specification: String) throws {
    let package = folder.path("c")
    let result = try Program.run(["vmm", specification, "--feature", "vmx", "-o", package])
    #expect(result.status == 0)
    #expect(result.errors.isEmpty)
    func text(_ name: String) throws -> String {
      try String(contentsOfFile: "\(package)/\(name)", encoding: .utf8)
    }
    let memory = try text("memory.c")
    #expect(memory.contains("const uint64_t place = second_stage(cpu, address, access);"))
    #expect(memory.contains("reach(cpu, translation_undoable(cpu, segment, at_offset, access), access);"))
    // Tables of the guest are looked at through the second stage, and its own tables past that.
    let meaning = try text("meaning.h")
    #expect(meaning.contains("phys_load_4(cpu, directory_place)"))
    #expect(meaning.contains("past_load_8(cpu, "))
    #expect(meaning.contains("past_store_8(cpu, "))
    #expect(try text("world.c").contains("cpu->EFLAGS.IF = hardware->EFLAGS.IF;"))
    let header = try text("world.h")
    #expect(header.contains("#define GUESTS_MASK_INTERRUPTS 1"))
    #expect(header.contains("#define SHADOW_IS_UNIFORM 1"))
  }

  @Test func userProgramsRunDirectly() throws {
    let result = try run(["\(Self.programs)/compute.s"], "--stats", "--depth", "2")
    #expect(result.status == 0)
    #expect(result.errors.contains("direct      420653\n"))
    #expect(result.errors.contains("share direct99.997 %"))
    #expect(result.errors.contains("monitor 2, as a guest of monitor 1"))
    #expect(try run(["\(Self.programs)/compute.s"], "--depth", "2").output == result.output)
  }

  @Test func naiveMonitorShowsEveryViolation() throws {
    // Under the monitor the supervisor, which runs in user mode, sees that.
    let text = """
      start:  rmode r1
              addi r1,r1,48
              out  r1,console_data
              halt
      """
    let path = try program("mode", text)
    #expect(try run([path], "--feature", "read_mode").status == 1)
    let forced = try run([path], "--feature", "read_mode", "--force")
    #expect(forced.status == 0)
    #expect(forced.output == "1")
    let hybrid = try run([path], "--feature", "read_mode", "--hybrid")
    #expect(hybrid.status == 0)
    #expect(hybrid.output == "0")
  }

  @Test func machineThatIsNotVirtualizableIsRefused() throws {
    let path = try program("halt", "halt\n")
    let result = try run([path], "--feature", "load_real_address")
    #expect(result.status == 1)
    #expect(result.output.isEmpty)
    #expect(result.errors.contains("is not virtualizable: a monitor would miss LRA"))
    #expect(try run([path], "--feature", "load_real_address", "--hybrid").status == 1)
  }

  @Test func whatGoesWrongInOneGuestLeavesTheOthersAlone() throws {
    let alone = try run(["\(Self.programs)/compute.s"]).output
    let spinning = try program("spins", "di\nspin: jmp spin\n")
    let faulting = try program("faults", "svc 1\n", handler: "0, 8, 0, 0")
    let nowhere = try program("nowhere", "svc 1\n", handler: "0, 8, 0xfff000, 0x1000000")
    let large = try program("large", "halt\n.org 0x20000\n.unit 1\n")
    let result = try run(
      [spinning, faulting, nowhere, large, "\(Self.programs)/compute.s"], "--slice", "1000")
    #expect(result.status == 1)
    #expect(result.output == "--- compute.s\n\(alone)")
    #expect(result.errors.contains("guest 'spins.s': it spins"))
    #expect(result.errors.contains("guest 'faults.s': it faults in its fault handler"))
    #expect(result.errors.contains("guest 'nowhere.s': it faults in its fault handler"))
    #expect(result.errors.contains("guest 'large.s': the program does not fit into memory"))
    #expect(!result.errors.contains("compute"))
  }

  @Test func guestIsStoppedAtItsLimit() throws {
    let text = """
      loop:   addi r1,r1,1
              jmp  loop
      """
    let result = try run([try program("loop", text)], "--max-steps", "12345")
    #expect(result.status == 3)
    #expect(result.errors.contains("guest 'loop.s': it was stopped"))
    #expect(result.errors.contains("after 12345 steps"))
  }

  @Test func monitorIsProven() throws {
    let result = try Program.run(["vmm", Self.pg74, "--prove"])
    #expect(result.status == 0)
    #expect(result.output.contains("✓ LPSW in supervisor: the routine does what the instruction does"))
    #expect(result.output.contains("pg74: ✓ all "))
    let flawed = try Program.run(["vmm", Self.pg74, "--prove", "--feature", "read_mode"])
    #expect(flawed.status == 1)
    #expect(flawed.output.contains("✗ RMODE: what the hardware completes"))
  }

  @Test func naiveMonitorFailsTheViolationAlone() throws {
    let result = try Program.run(
      ["vmm", "\(Self.specs)/m68000.isa", "--conformance", "--force", "--format", "json"])
    #expect(result.status == 1)
    let json = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    let report = try #require(json as? [String: Any])
    let programs = try #require(report["programs"] as? [[String: Any]])
    let different = programs.filter { $0["equal"] as? Bool == false }.compactMap { $0["name"] as? String }
    #expect(different == ["status"])
    #expect(programs.count > 3)
    let violations = try #require(report["violations"] as? [[String: Any]])
    #expect(Set(violations.compactMap { $0["instruction"] as? String }) == ["MOVE_from_SR"])
    for violation in violations { #expect(violation["equal"] as? Bool == false) }
  }

  @Test func generatedTestsAreReplayedWithoutASolver() throws {
    let file = folder.path("tests")
    #expect(try Program.run(["vmm", Self.pg74, "--generate", file]).status == 0)
    let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
    for path in ["LPSW form 1, user: traps with privileged_instruction", "DIV form 1, supervisor: completes"]
    {
      #expect(lines.contains { $0.contains(path) })
    }
    let result = try Program.run(["vmm", Self.pg74, "--replay", file, "--depth", "2"])
    #expect(result.status == 0)
    #expect(
      result.output
        == "pg74: \(lines.count) of \(lines.count) generated tests do the same under the monitor\n")
    try "{}\n".write(toFile: file, atomically: false, encoding: .utf8)
    #expect(try Program.run(["vmm", Self.pg74, "--replay", file]).status == 2)
  }

  @Test func packageInCHasTheMonitorOfAMachineThatCanHaveOne() throws {
    let whole = folder.path("whole")
    let result = try Program.run(["vmm", Self.pg74, "-o", whole])
    #expect(result.status == 0)
    #expect(result.errors.isEmpty)
    let routines = try String(contentsOfFile: "\(whole)/routines_supervisor.c", encoding: .utf8)
    // A routine is named and commented after its instruction, and the mode has decided that it is not refused.
    #expect(routines.contains("/* LPSW: Load the program status word."))
    #expect(routines.contains("static void LPSW_in_supervisor(struct cpu *cpu, const struct decoded *d)"))
    #expect(!routines.contains("trap_privileged_instruction"))
    let user = try String(contentsOfFile: "\(whole)/routines_user.c", encoding: .utf8)
    #expect(user.contains("trap_privileged_instruction(cpu);"))
    #expect(FileManager.default.fileExists(atPath: "\(whole)/monitor.c"))

    let bare = folder.path("bare")
    let flawed = try Program.run(["vmm", Self.pg74, "--feature", "load_real_address", "-o", bare])
    #expect(flawed.status == 0)
    #expect(flawed.errors.contains("note: the package is the bare machine, without a monitor: 'pg74' is not"))
    #expect(!FileManager.default.fileExists(atPath: "\(bare)/monitor.c"))
    #expect(FileManager.default.fileExists(atPath: "\(bare)/run.c"))
  }

  @Test func packageInCIsWrittenWholeOrNotAtAll() throws {
    let file = folder.path("file")
    try "".write(toFile: file, atomically: false, encoding: .utf8)
    let occupied = try Program.run(["vmm", Self.pg74, "-o", file])
    #expect(occupied.status == 2)
    #expect(occupied.errors.contains("error: "))
    let within = try Program.run(["vmm", Self.pg74, "-o", "\(file)/below"])
    #expect(within.status == 2)
    // One of its files cannot be written: none is.
    let folder = folder.path("package")
    try FileManager.default.createDirectory(
      atPath: "\(folder)/run.c", withIntermediateDirectories: true)
    let refused = try Program.run(["vmm", Self.pg74, "-o", folder])
    #expect(refused.status == 2)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["run.c"])
    #expect(try Program.run(["vmm", Self.pg74, "-o", "a", "-o", "b"]).status == 2)
    #expect(try Program.run(["vmm", Self.pg74, "-o", "a", "--format", "json"]).status == 2)
  }

  @Test func everyViolationOfTheFlawedMachineShows() throws {
    for feature in ["load_real_address", "read_mode", "move_from_previous_space", "return_to_user"] {
      let result = try Program.run(
        ["vmm", Self.pg74, "--feature", feature, "--conformance", "--force", "--format", "json"])
      let json = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
      let report = try #require(json as? [String: Any])
      #expect(report["equal"] as? Bool == true, "\(feature)")
      let violations = try #require(report["violations"] as? [[String: Any]])
      #expect(!violations.isEmpty)
      for violation in violations { #expect(violation["equal"] as? Bool == false, "\(violation)") }
    }
  }

  @Test func wrongInputIsToldAndNothingRuns() throws {
    let halt = try program("halt", "halt\n")
    #expect(try Program.run(["vmm", Self.pg74]).status == 2)
    #expect(try Program.run(["vmm", Self.pg74, halt, "--prove"]).status == 2)
    #expect(
      try Program.run(["vmm", Self.pg74, "--conformance", "--programs", folder.path("none")]).status == 2)
    #expect(try run([folder.path("missing.s")]).status == 2)
    #expect(try run([halt], "--depth", "0").status == 2)
    #expect(try run([halt], "--depth", "17").status == 2)
    #expect(try run([try program("wrong", "frobnicate\n")]).status == 2)
    let crowded = try Program.run(["vmm", Self.pg74, halt, halt, "--memory", "16M"])
    #expect(crowded.status == 2)
    #expect(crowded.errors.contains("need more memory than 'pg74' can have"))
  }
}
