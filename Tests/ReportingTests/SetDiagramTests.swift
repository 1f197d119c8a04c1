import Testing

@testable import Reporting
@testable import Virtualizability

/// The picture shows the sets as they are: what lies in an outline is a member, and nothing overlaps.
struct SetDiagramTests {

  /// Memberships by chance, with the seed that made them.
  private static func instructions(seed: UInt64) -> [InstructionVerdict] {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
    func chance(_ percent: UInt64) -> Bool {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> 33 % 100 < percent
    }
    // Each seed leaves some of the sets empty.
    let shares = (0..<5).map { _ in chance(60) ? UInt64(20) : 0 }
    return (0..<Int(10 + seed * 7)).map { number in
      var one = SampleReport.store
      one.name = "I\(number)_" + String(repeating: "x", count: number % 9)
      if chance(shares[0]) {
        one.classes = chance(50) ? [.privileged, .controlSensitive] : [.privileged]
      } else if chance(shares[1]) {
        one.classes = [.modeSensitive]
      } else if chance(shares[2]) {
        one.classes = [.modeSensitive]
        one.findings = SampleReport.leave.findings
        one.isUserSensitive = chance(50)
      } else if chance(shares[3]) {
        one.findings = SampleReport.leave.findings
      } else if chance(shares[4]) {
        one.isUserSensitive = true
      }
      return one
    }
  }

  @Test(arguments: [344, 920], 1...20)
  func outlinesHoldTheirMembersAlone(width: Int, seed: Int) throws {
    let instructions = Self.instructions(seed: UInt64(seed))
    let diagram = SetDiagram(instructions, width: width, id: "test")
    #expect(diagram.marks.count == instructions.count, "seed \(seed)")
    let byName = Dictionary(instructions.map { ($0.name, SetMembership($0)) }, uniquingKeysWith: { $1 })
    for mark in diagram.marks {
      let member = try #require(byName[mark.name])
      func isIn(_ kind: String) -> Bool {
        diagram.outlines.contains { outline in
          outline.kind == kind && mark.left >= outline.left
            && mark.left + mark.width <= outline.left + outline.width
            && mark.middle >= outline.top && mark.middle <= outline.top + outline.height
        }
      }
      #expect(isIn("privileged") == member.isPrivileged, "\(mark.name), seed \(seed)")
      #expect(isIn("violations") == member.isViolation, "\(mark.name), seed \(seed)")
      let isDrawnSensitive =
        member.isSensitive || member.isUserSensitive && !member.isViolation && !member.isPrivileged
      #expect(isIn("sensitive") == isDrawnSensitive, "\(mark.name), seed \(seed)")
      #expect(mark.left >= 0 && mark.left + mark.width <= width && mark.middle <= diagram.height)
    }
  }

  @Test(arguments: [344, 920], 1...20)
  func marksDoNotOverlap(width: Int, seed: Int) {
    let diagram = SetDiagram(Self.instructions(seed: UInt64(seed)), width: width, id: "test")
    for (number, one) in diagram.marks.enumerated() {
      for other in diagram.marks[..<number] where abs(one.middle - other.middle) < 12 {
        #expect(
          one.left + one.width <= other.left || other.left + other.width <= one.left,
          "\(one.name) and \(other.name), seed \(seed)")
      }
    }
  }
}
