import ISALanguage
import ISAModel

/// What one check of one machine says.
public struct Report: Sendable {

  /// The machine's name.
  public var name: String

  /// What people call it.
  public var title: String

  /// The file as the user named it.
  public var file: String

  /// The SHA-256 of the file and of all that it includes and extends, in hexadecimal.
  public var sha256: String

  /// The features and their settings, in the order of their declaration.
  public var features: [(name: String, isOn: Bool)]

  /// The model that the findings were made in.
  public var model: ResourceModel

  /// The verdicts in both models.
  public var verdicts: [ResourceModel: MachineVerdict]

  /// What the verdicts rest on, a line each.
  public var assumptions: [String]

  /// The instructions in the order of the specification.
  public var instructions: [InstructionVerdict]

  /// The claims that do not hold.
  public var failedClaims: [FailedClaim]

  /// Witnesses that did not show on the concrete machine what they claim: errors of the checker, never
  /// findings.
  public var internalErrors: [String]

  /// How the answers were found, and what they cost.
  public var statistics: Statistics

  /// The verdicts in the model of the findings.
  public var verdict: MachineVerdict {
    verdicts[model]
      ?? MachineVerdict(
        theorem1: .inconclusive, theorem2: .inconclusive, theorem3: .inconclusive,
        directExecution: .inconclusive,
        virtualizable: .inconclusive)
  }

  /// Whether only some instructions were checked (`--only`): the verdicts then speak of these.
  public var isPartial: Bool

  /// Which addresses guests cannot be given; nil where the specification does not describe translation, or
  /// only some instructions were checked.
  public var addresses: AddressVerdict?
}

/// A claim of the specification that is not so.
public struct FailedClaim: Sendable {

  /// What is the case instead.
  public var message: String

  /// Where it is claimed.
  public var location: SourceLocation

  /// The claim as written.
  public var text: String
}

/// What a check cost.
public struct Statistics: Sendable {

  /// Processor seconds for reading and elaborating the specification.
  public var elaborationSeconds = 0.0

  /// Processor seconds for running the instructions symbolically.
  public var termSeconds = 0.0

  /// The processor seconds spent in looking for models by trying.
  public var searchSeconds = 0.0

  /// Processor seconds in the solver.
  public var solverSeconds = 0.0

  /// Processor seconds for all.
  public var totalSeconds = 0.0

  /// The largest memory of the process, in bytes.
  public var peakMemory = 0

  /// The terms that were built.
  public var terms = 0

  /// The instructions of which everything was known from an earlier check.
  public var known = 0

  /// The questions about instructions that were put to the solver.
  public var asked = 0

  /// How much of the encoding space the instructions take.
  public var coverage: EncodingCoverage?

  /// What each instruction cost, in the order of the specification.
  public var instructions: [InstructionCost] = []

  /// Nothing measured.
  public init() {}
}

/// What the check of one instruction cost.
public struct InstructionCost: Sendable {

  /// The name in the specification.
  public var name: String

  /// Processor seconds for all of it.
  public var seconds: Double

  /// The question that took longest, in words; empty where none was asked.
  public var hardestQuestion: String

  /// The processor seconds that it took.
  public var hardestSeconds: Double
}
