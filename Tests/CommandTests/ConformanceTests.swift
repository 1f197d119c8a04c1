import Foundation
import Testing

/// What is run of machines under their monitors, and what is told of it.
struct ConformanceTests {

  private static let specs = "../../../specs"
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  /// The states that generated tests start from take, on the bare machine, the paths that the tests are named after.
  @Test(arguments: ["pg74", "mips32", "m68010", "vax-vm", "ka10 --hybrid"])
  func statesOfGeneratedTestsTakeTheirPaths(words: String) throws {
    let options = words.split(separator: " ").map(String.init)
    let machine = options[0]
    let name = machine.replacingOccurrences(of: "-", with: "_")
    let saved = "\(Self.specs)/conformance/\(name)/generated.jsonl"
    let all = try String(contentsOf: Program.fixtures.appending(path: saved), encoding: .utf8)
    let few = all.split(separator: "\n").enumerated().filter { $0.offset % 5 == 0 }.map(\.element)
    let tests = folder.path("tests")
    try (few.joined(separator: "\n") + "\n").write(toFile: tests, atomically: false, encoding: .utf8)
    let states = folder.path("states")
    let specification = "\(Self.specs)/\(machine).isa"
    let replayed = try Program.run(
      ["vmm", specification, "--replay", tests, "--depth", "3", "-o", states] + options.dropFirst())
    #expect(replayed.status == 0, "\(replayed.output)")
    let answers = try Program.run(["vectors", specification, states])
    #expect(answers.status == 0, "\(answers.errors)")
    let lines = answers.output.split(separator: "\n")
    #expect(lines.count == few.count)
    var others: [String] = []
    for line in lines {
      let answer = try object(String(line))
      let id = try #require(answer["id"] as? String)
      if let path = id.range(of: ": traps with ") {
        let name = (answer["trap"] as? [String: Any])?["name"] as? String
        if name != String(id[path.upperBound...]) { others.append(id) }
      } else if answer["outcome"] as? String != "completes" {
        others.append(id)
      }
    }
    #expect(others.isEmpty, "\(others)")
  }

  @Test func statesHaveOnePlaceAndNoFormat() throws {
    let tests = "\(Self.specs)/conformance/pg74/generated.jsonl"
    let pg74 = "\(Self.specs)/pg74.isa"
    #expect(try Program.run(["vmm", pg74, "--replay", tests, "-o", "a", "-o", "b"]).status == 2)
    #expect(try Program.run(["vmm", pg74, "--replay", tests, "--format", "json"]).status == 2)
    let nowhere = folder.path("none/states")
    #expect(try Program.run(["vmm", pg74, "--replay", tests, "-o", nowhere]).status == 2)
  }

  @Test func programsNeedFeatures() throws {
    func run(needing feature: String) throws -> Program.Result {
      try ";! feature \(feature)\n        halt\n".write(
        toFile: folder.path("halt.s"), atomically: false, encoding: .utf8)
      return try Program.run(
        "vmm", "\(Self.specs)/pg74.isa", "--conformance", "--programs", folder.path(""))
    }
    let unknown = try run(needing: "red_mode")
    #expect(unknown.status == 2)
    #expect(unknown.errors.contains("halt.s:1: the machine 'pg74' has no feature 'red_mode'"))
    #expect(unknown.errors.contains("did you mean 'read_mode'?"))
    let off = try run(needing: "read_mode")
    #expect(off.status == 2 && off.errors.contains("need features that 'pg74' has not"))
  }

  private func forced(_ machine: String, _ options: [String] = []) throws -> [String: Any] {
    let result = try Program.run(
      ["vmm", "\(Self.specs)/\(machine).isa", "--conformance", "--force", "--format", "json"] + options)
    return try object(result.output)
  }

  private func violations(_ report: [String: Any]) throws -> [[String: Any]] {
    try #require(report["violations"] as? [[String: Any]])
  }

  /// The program of every violation shows it, on machines too that can have no monitor. Instructions that nothing is found
  /// against do under a naive monitor what the machine does, wherever the solver has put them.
  @Test(arguments: ["armv7", "ka10", "x86"])
  func everyViolationShows(machine: String) throws {
    // Its other programs run for its page, or need a feature. Of the generated tests some are enough.
    let halt = [
      "armv7": "mov r0,#0x1c000000\n        orr r0,r0,#0x150000\n        strb r0,[r0,#8]\n",
      "ka10": ".org 0x200\n        jrst 4,0\n",
      "x86": "cli\n        hlt\n",
    ]
    try "        \(halt[machine] ?? "")".write(
      toFile: folder.path("halt.s"), atomically: false, encoding: .utf8)
    let tests = try String(
      contentsOf: Program.fixtures.appending(path: "\(Self.specs)/conformance/\(machine)/generated.jsonl"),
      encoding: .utf8)
    let some = tests.split(separator: "\n").enumerated().filter { $0.offset % 5 == 0 }.map(\.element)
    if machine != "ka10" {
      try some.joined(separator: "\n").write(
        toFile: folder.path("generated.jsonl"), atomically: false, encoding: .utf8)
    }
    let report = try forced(machine, ["--programs", folder.path("")])
    let violations = try violations(report)
    #expect(violations.count >= 10)
    for violation in violations {
      #expect(
        violation["equal"] as? Bool == false, "\(violation["instruction"] ?? "") \(violation["rule"] ?? "")")
    }
    // All of them on the machine and its monitor; none in a single step alone.
    let ways = Set(violations.compactMap { $0["way"] as? String })
    #expect(ways == (machine == "ka10" ? ["machine"] : ["machine", "found"]))
    if machine != "ka10" {
      let generated = try #require(report["generated"] as? [String: Any])
      #expect(generated["equal"] as? Bool == true, "\(generated["runs"] ?? "")")
      #expect(try #require(generated["tests"] as? Int) > 200)
    }
  }

  /// The witness takes any entry of any table; the monitor's own table has one, the third, and only that shows anything. Where it
  /// has none, no program does.
  @Test(arguments: [("TABLE == 0x40", "found"), ("TABLE == 0x80", "witness")])
  func programIsFoundForTheMonitorsOwnTable(host: String, way: String) throws {
    let specification = folder.path("table.isa")
    try String(contentsOf: Program.fixtures.appending(path: "table.isa"), encoding: .utf8)
      .replacing("TABLE == 0x40", with: host)
      .write(toFile: specification, atomically: false, encoding: .utf8)
    try "        halt\n".write(toFile: folder.path("halt.s"), atomically: false, encoding: .utf8)
    let result = try Program.run([
      "vmm", specification, "--conformance", "--force", "--programs", folder.path(""), "--format", "json",
    ])
    let report = try object(result.output)
    let found = try violations(report)
    #expect(found.map { $0["rule"] as? String } == ["PG104", "PG105", "PG201"])
    for violation in found {
      #expect(violation["way"] as? String == way)
      #expect(violation["equal"] as? Bool == false)
      if way == "found" { #expect(violation["assembly"] as? String == "look 2") }
    }
  }

  /// What a monitor's hardware has besides must be possible, and the monitor's to choose.
  @Test(arguments: [
    ("TABLE == TABLE + 1", "the host condition, with what 'install' wants besides, cannot hold"),
    ("PC == 0x80", "whether it is one depends on what is the guest's"),
  ])
  func hardwareThatCannotBeIsRefused(host: String, message: String) throws {
    let specification = folder.path("table.isa")
    try String(contentsOf: Program.fixtures.appending(path: "table.isa"), encoding: .utf8)
      .replacing("TABLE == 0x40", with: host)
      .write(toFile: specification, atomically: false, encoding: .utf8)
    let result = try Program.run(["vmm", specification, "--force", "--prove"])
    #expect(result.status == 2)
    #expect(result.errors.contains(message), "\(result.errors)")
  }

  /// The same where the specification does not say how a mapping is installed: one step of each.
  @Test func everyViolationShowsInOneStep() throws {
    let specification = folder.path("x86.isa")
    let original = Program.fixtures.appending(path: Self.specs)
    try String(contentsOf: original.appending(path: "x86.isa"), encoding: .utf8)
      .replacing("include \"x86/shadow.isa\"", with: "")
      .write(toFile: specification, atomically: false, encoding: .utf8)
    try FileManager.default.copyItem(
      at: original.appending(path: "x86"), to: URL(filePath: folder.path("x86")))
    let programs = original.appending(path: "conformance/x86").path
    let result = try Program.run([
      "vmm", specification, "--conformance", "--force", "--programs", programs, "--format", "json",
    ])
    let report = try object(result.output)
    let violations = try violations(report)
    #expect(violations.count >= 10)
    for violation in violations {
      #expect(
        violation["equal"] as? Bool == false, "\(violation["instruction"] ?? "") \(violation["rule"] ?? "")")
    }
    let steps = try #require(report["steps"] as? [String: Any])
    #expect(steps["equal"] as? Bool == true, "\(steps["different"] ?? "")")
    #expect(try #require(steps["instructions"] as? Int) > 100)
    #expect(try #require(steps["tests"] as? Int) > 1000)
    #expect(try #require(steps["direct"] as? Int) > 800)
  }

  /// Theorem 3: what is interpreted outside of user mode, and runs directly there, does what the machine does. All of the
  /// programs run for the page of the machine.
  @Test func hybridMonitorDoesWhatTheMachineDoes() throws {
    let ka10 = "\(Self.specs)/ka10.isa"
    let all = Program.fixtures.appending(path: "\(Self.specs)/conformance/ka10")
    let few = URL(filePath: folder.path("few"))
    try FileManager.default.createDirectory(at: few, withIntermediateDirectories: true)
    for name in ["compute.s", "disk.s", "relocation.s", "traps.s"] {
      try FileManager.default.copyItem(at: all.appending(path: name), to: few.appending(path: name))
    }
    let hybrid = try Program.run([
      "vmm", ka10, "--conformance", "--programs", few.path, "--hybrid", "--depth", "1", "--format", "json",
    ])
    #expect(hybrid.status == 0, "\(hybrid.output)")
    let report = try object(hybrid.output)
    #expect(report["monitor"] as? String == "hybrid")
    #expect(report["equal"] as? Bool == true)
    let programs = try #require(report["programs"] as? [[String: Any]])
    #expect(programs.count == 4)
    let compute = try #require(programs.first { $0["name"] as? String == "compute" })
    let run = try #require((compute["runs"] as? [[String: Any]])?.first)
    #expect(try #require(run["shareDirect"] as? Double) > 0.99)
    #expect(try Program.run(["vmm", ka10, "--conformance"]).status == 1)
  }

  @Test func pageHasWhatWasRunAndIsTheSameEveryTime() throws {
    let pages = try (0..<2).map { number in
      let place = folder.path("pages\(number)")
      #expect(try Program.run(["report", "\(Self.specs)/pg74.isa", "-o", place]).status == 0)
      return try ["pg74.html", "pg74.md"].map {
        try String(contentsOfFile: "\(place)/\($0)", encoding: .utf8)
      }
    }
    #expect(pages[0] == pages[1])
    #expect(pages[0][0].contains("<h2 id=\"monitor\">Under the monitor</h2>"))
    #expect(pages[0][0].contains("<th scope=\"row\">hostile</th>"))
    #expect(!pages[0][0].contains("DIFFERS"))
    #expect(pages[0][1].contains("\n| compute | 420666 | same | same | same | same | 420653 |"))
    #expect(pages[0][1].contains("generated tests do the same at depths 1, 3."))
  }
}
