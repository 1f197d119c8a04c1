import ISAModel
import Testing

@testable import Monitor

/// What a monitor concludes from one address about those beside it.
struct TranslationShapeTests {

  @Test(arguments: ["pg74", "m68010", "mips32", "vax-vm"])
  func addressesOfAPieceAreTreatedAlike(name: String) throws {
    #expect(TranslationShape(machine: try MonitoredMachine.load(name)).treatsNeighboursAlike)
  }

  @Test func boundWithinAPageIsSeen() throws {
    // One window that ends anywhere: a page may lie half in it.
    var machine = try MonitoredMachine.load("pg74")
    machine.installation?.shape = .page(size: 0x1000)
    #expect(!TranslationShape(machine: machine).treatsNeighboursAlike)
  }

  @Test func windowWithAHoleIsSeen() throws {
    // What the machine maps by pages is no window.
    var machine = try MonitoredMachine.load("mips32")
    machine.installation?.shape = .window
    #expect(!TranslationShape(machine: machine).treatsNeighboursAlike)
  }
}
