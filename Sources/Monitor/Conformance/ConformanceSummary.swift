/// All that was run of a machine, and what came of it.
package struct ConformanceSummary: Sendable {

  package var kind: MonitorKind
  package var programs: [ConformanceResult] = []

  /// Nil where there are no generated tests.
  package var generated: GeneratedResult?

  /// What came of the programs of violations under a naive monitor, which is expected to fail them.
  package var violations: [ViolationResult] = []

  /// What came of single steps of the instructions that no violation is found for; nil where programs can be run.
  package var steps: StepAgreement?

  package init(kind: MonitorKind) { self.kind = kind }

  /// Whether every program and every generated test did the same in every way.
  package var isEqual: Bool {
    programs.allSatisfy(\.isEqual) && generated?.isEqual ?? true && steps?.isEqual ?? true
  }
}
