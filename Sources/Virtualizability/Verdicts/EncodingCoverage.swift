/// How much of the encoding space a machine's instructions take: shares of the words of the instruction stream
/// without prefixes, every word counting the same.
public struct EncodingCoverage: Sendable, Equatable {

  /// The words with an opcode of one length.
  public struct Row: Sendable, Equatable {

    /// The length of the opcode, in units of the instruction stream.
    public var opcodeUnits: Int

    /// The share that instructions decode.
    public var decoded: Double

    /// The share that no instruction has, and that is declared undefined.
    public var undefined: Double
  }

  /// The bits of a unit of the instruction stream.
  public var unit: Int

  /// By the length of the opcode, the shortest first.
  public var rows: [Row]

  /// The share of the words that start with a prefix.
  public var prefixes: Double

  /// The share that instructions decode.
  public var decoded: Double { rows.reduce(0) { $0 + $1.decoded } }

  /// The share that is declared undefined.
  public var undefined: Double { rows.reduce(0) { $0 + $1.undefined } }
}
