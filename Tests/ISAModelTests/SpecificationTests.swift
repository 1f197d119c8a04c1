import ISALanguage
import ISAModel
import TestSupport
import Testing

/// The specifications and fixture machines of the repository are read without a word.
struct SpecificationTests {

  static let machines =
    Repository.specifications(in: "specs") + Repository.specifications(in: "Tests/Fixtures/machines")
    + Repository.specifications(in: "Tests/Fixtures/verdicts")

  @Test(arguments: machines)
  func isRight(file: SpecificationFile) throws {
    let elaborated = try Elaborated(path: file.fullPath)
    #expect(elaborated.summary.isEmpty, "\(elaborated.errors)")
    #expect(!elaborated.machines.isEmpty)
  }
}
