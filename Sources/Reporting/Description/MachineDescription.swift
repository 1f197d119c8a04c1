import Monitor

/// What a specification says of a machine beside the verdicts: reports show it next to them.
public struct MachineDescription: Sendable {

  /// The machine that it extends.
  public var base: String?

  /// The documents that the specification cites: short names and titles.
  public var documents: [(name: String, title: String)]

  /// What the features are, by their names.
  public var featureTitles: [String: String]

  /// The machine's words for the terms of the definitions.
  public var words: Vocabulary

  /// What is said of each instruction, by its name.
  public var instructions: [String: InstructionDescription]

  /// Where each finding about addresses comes from, in the order of the report.
  public var addresses: [[SourceExcerpt]]

  /// What was run under the machine's monitor; nil where nothing was.
  package var conformance: ConformanceSummary?

  /// Makes a description.
  public init(
    base: String? = nil, documents: [(name: String, title: String)], featureTitles: [String: String],
    words: Vocabulary, instructions: [String: InstructionDescription], addresses: [[SourceExcerpt]] = []
  ) {
    self.base = base
    self.documents = documents
    self.featureTitles = featureTitles
    self.words = words
    self.instructions = instructions
    self.addresses = addresses
  }
}

/// What a specification says of an instruction.
public struct InstructionDescription: Sendable {

  /// Its encodings, each once.
  public var encodings: [EncodingDescription]

  /// What the variables of `for` around the declaration stand for, in the order in which it uses them.
  public var parameters: [(name: String, value: String)]

  /// The declaration, and after it what else the guilty lines stand in.
  public var meaning: [SourceExcerpt]

  /// How the witness of a finding can be run again, by the place of the finding in the verdict.
  public var replays: [Int: ReplayDescription]

  /// Makes a description.
  public init(
    encodings: [EncodingDescription], parameters: [(name: String, value: String)] = [],
    meaning: [SourceExcerpt], replays: [Int: ReplayDescription] = [:]
  ) {
    self.encodings = encodings
    self.parameters = parameters
    self.meaning = meaning
    self.replays = replays
  }
}

/// One encoding of an instruction.
public struct EncodingDescription: Sendable, Hashable {

  /// A run of bits of the instruction word.
  public struct Part: Sendable, Hashable {

    /// The bits themselves, or the name of the field or operand.
    public var text: String

    /// How many bits there are; nil for an operand, which takes as many as it needs.
    public var width: Int?

    /// Whether the bits are always the same.
    public var isConstant: Bool

    /// Makes a part.
    public init(text: String, width: Int?, isConstant: Bool) {
      self.text = text
      self.width = width
      self.isConstant = isConstant
    }
  }

  /// The parts, the first of the instruction stream first.
  public var parts: [Part]

  /// The assembly syntax, with names in braces; empty where there is none.
  public var syntax: String

  /// Makes an encoding.
  public init(parts: [Part], syntax: String) {
    self.parts = parts
    self.syntax = syntax
  }
}

/// Lines of a specification.
public struct SourceExcerpt: Sendable {

  /// The path of the file.
  public var path: String

  /// The lines with their numbers, from 1; they need not follow one another.
  public var lines: [(number: Int, text: String)]

  /// Makes an excerpt.
  public init(path: String, lines: [(number: Int, text: String)]) {
    self.path = path
    self.lines = lines
  }
}

/// A witness as something that a user can run.
public struct ReplayDescription: Sendable {

  /// The instruction as a program for `pgcheck asm`, with the states in comments.
  public var program: String

  /// The command line that takes the step from both states, and what it prints; nil where no state of the whole
  /// machine shows what the witness shows, because that takes a translation of its own.
  public var transcript: Transcript?

  /// A command line and what it prints.
  public struct Transcript: Sendable {

    /// The command line.
    public var command: String

    /// The lines that it prints.
    public var output: String

    /// Makes a transcript.
    public init(command: String, output: String) {
      self.command = command
      self.output = output
    }
  }

  /// Makes a replay.
  public init(program: String, transcript: Transcript?) {
    self.program = program
    self.transcript = transcript
  }
}
