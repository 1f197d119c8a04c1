import Foundation
import Testing

/// What a monitor must guarantee on MIPS, taken away one condition at a time: exactly what depended on it violates then.
struct MIPSConfigurationTests {

  private let folder: TemporaryFolder
  private static let specs = Program.fixtures.appending(path: "../../../specs").standardized.path()

  init() throws {
    folder = try TemporaryFolder()
    for name in ["mips32", "mips32.isa", "mips32-vz.isa"] {
      try FileManager.default.copyItem(atPath: "\(Self.specs)/\(name)", toPath: folder.path(name))
    }
  }

  /// The instructions that violate Theorem 1 where a line of a specification reads otherwise; its claims are left out.
  private func violating(_ name: String, _ line: String, reads other: String, _ options: String...) throws
    -> Set<
      String
    >
  {
    let path = folder.path(name)
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(text.contains(line))
    let changed = text.replacingOccurrences(of: line, with: other).split(
      separator: "\n", omittingEmptySubsequences: false)
    try changed.filter { !$0.contains("claim ") }.joined(separator: "\n").write(
      toFile: path, atomically: true, encoding: .utf8)
    let result = try Program.run(["check", path, "--format", "json"] + options)
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any], "\(result.errors)")
    let reports = try #require(document["reports"] as? [[String: Any]])
    let instructions = try #require(reports.first?["instructions"] as? [[String: Any]])
    return Set(instructions.filter { $0["violation"] as? Bool == true }.compactMap { $0["name"] as? String })
  }

  @Test func coprocessor0InUserMode() throws {
    let found = try violating(
      "mips32.isa", "host { Status.CU0 == 0 }", reads: "host { Status.CU0 == 1 }", "--feature", "r2")
    #expect(
      found == [
        "MFC0", "MTC0", "ERET", "WAIT", "CACHE", "TLBR", "TLBWI", "TLBWR", "TLBP", "DI", "EI", "RDPGPR",
        "WRPGPR", "RDHWR",
      ])
  }

  @Test func hardwareRegistersInUserMode() throws {
    #expect(
      try violating("mips32.isa", "host { HWREna == 0 }", reads: "", "--feature", "r2") == ["RDHWR"])
  }

  @Test func guestThatIsAMonitorHasNoCoprocessor0() throws {
    let found = try violating("mips32-vz.isa", "host root { GuestCtl0.CP0 == 0 }", reads: "")
    #expect(found == ["MFC0", "ERET", "TLBWI", "TLBWR", "TLBR", "TLBP"])
  }

  @Test func timerOfAGuestIsTheMonitors() throws {
    let found = try violating("mips32-vz.isa", "GuestCtl0.GT == 0", reads: "")
    #expect(found == ["MFC0", "MTC0", "RDHWR"])
  }
}
