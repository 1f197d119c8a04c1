import ISAModel
import Testing

@testable import Virtualizability

/// Which addresses guests cannot be given (PG302), asked of the machines that are shipped.
@Suite struct AddressTests {

  /// The answer for a machine, and how its witnesses fail to replay.
  private func answer(
    _ specification: String, features: [String] = [], simplifies: Bool = true,
    rlimit: UInt32 = CheckOptions.defaultRlimit
  ) throws -> (verdict: AddressVerdict, internalErrors: [String])? {
    let options = {
      var options = CheckOptions()
      options.features = Dictionary(uniqueKeysWithValues: features.map { ($0, true) })
      options.simplifies = simplifies
      options.rlimit = rlimit
      return options
    }()
    let loaded = try MachineLoading.load(path: Fixtures.specification(specification), options: options)
    let machine = try #require(loaded.machines.first?.machine)
    let found = WorkerPool.deep {
      UnreachableAddress(machine: machine, options: options, sources: loaded.sources).check()
    }
    return try #require(found)
  }

  @Test(arguments: [[], ["r2"]])
  func kernelSegmentsOfMIPS(features: [String]) throws {
    let (verdict, internalErrors) = try #require(try answer("mips32", features: features))
    #expect(internalErrors.isEmpty)
    #expect(verdict.undecided.isEmpty)
    #expect(verdict.findings.map(\.mode) == ["supervisor", "kernel"])
    #expect(
      verdict.findings.map(\.inBrief) == [
        "read,write,execute c0000000-dfffffff", "read,write,execute 80000000-ffffffff",
      ])
    let kernel = try #require(verdict.findings.last?.finding)
    #expect(kernel.witness.first.outcome == .completes)
    #expect(kernel.witness.second?.outcome == .traps("address_refused", class: "memory"))
    #expect(kernel.lines.map(\.role) == ["traps with address_refused"])
  }

  /// Translation buffers, page tables, segments, base and bound, and accumulators: a monitor can give all of
  /// it.
  @Test(arguments: ["pg74", "ka10", "m68000", "m68010", "vax", "vax-vm", "armv7", "x86"])
  func everythingCanBeGiven(specification: String) throws {
    let (verdict, internalErrors) = try #require(try answer(specification))
    #expect(internalErrors.isEmpty)
    #expect(verdict.undecided.isEmpty)
    #expect(verdict.findings.map(\.inBrief).isEmpty)
    #expect(verdict.verdict == .holds)
  }

  @Test func nothingIsSaidOfTranslationThatIsNotDescribed() throws {
    #expect(try answer("mips32-vz") == nil)
    #expect(try answer("armv7", features: ["ve"]) == nil)
    #expect(try answer("x86", features: ["vmx"]) == nil)
  }

  @Test func theSolverAskedEverythingAgrees() throws {
    let (verdict, internalErrors) = try #require(try answer("mips32", simplifies: false))
    #expect(internalErrors.isEmpty)
    #expect(
      verdict.findings.map(\.inBrief) == [
        "read,write,execute c0000000-dfffffff", "read,write,execute 80000000-ffffffff",
      ])
  }

  @Test func aBudgetThatIsTooSmallIsNoAnswer() throws {
    let (verdict, _) = try #require(try answer("mips32", rlimit: 1))
    #expect(verdict.verdict == .inconclusive)
    #expect(verdict.findings.isEmpty)
    #expect(!verdict.undecided.isEmpty)
  }
}

/// Sets of requests as ranges.
@Suite struct RequestRangesTests {

  @Test func rangesThatTouchAreOne() {
    #expect(RequestRanges([4...7, 0...3, 9...9, 10...12]).ranges == [0...7, 9...12])
    #expect(RequestRanges([0...UInt128.max, 5...6]).ranges == [0...UInt128.max])
  }

  @Test func differencesAndIntersections() {
    let all = RequestRanges([0...9, 20...29])
    #expect(all.subtracting(RequestRanges([3...4, 8...21])).ranges == [0...2, 5...7, 22...29])
    #expect(all.subtracting(RequestRanges([0...UInt128.max])).isEmpty)
    #expect(all.subtracting(RequestRanges()).ranges == all.ranges)
    #expect(all.intersection(RequestRanges([5...24])).ranges == [5...9, 20...24])
  }
}
