/// An analysis of a machine that somebody has published: which instructions violate the requirements, and what
/// explains where this checker finds otherwise. It is read from a file, so that the checker knows none of it.
public struct PublishedAnalysis: Decodable, Sendable {

  /// The version of the file's form.
  public var schema: String

  /// The title of the publication.
  public var title: String

  /// Who has written it.
  public var authors: String

  /// Where and when it was published.
  public var published: String

  /// Where it can be read.
  public var source: String

  /// What a reader should know about the list, such as how its names were counted; may be missing.
  public var remark: String?

  /// The specification of the machine, relative to the file.
  public var specification: String

  /// Settings of the machine's features; those that are not named are as the specification has them.
  public var features: [String: Bool]?

  /// What is claimed.
  public var claims: [Claim]

  /// Why the checker finds otherwise, a reason for each difference.
  public var explanations: [Explanation]?

  /// An entry of the published list.
  public struct Claim: Decodable, Sendable {

    /// The words of the publication.
    public var paper: String

    /// The instructions of the specification that are meant.
    public var instructions: [String]

    /// The rules of which one must have been found for the claim to be confirmed; those of Theorem 1 where they
    /// are not said.
    public var rules: [Rule]?
  }

  /// The reason for a difference.
  public struct Explanation: Decodable, Sendable {

    /// The instructions that are found beyond the publication, or that are claimed and not found.
    public var instructions: [String]

    /// Why that is so.
    public var because: String

    /// The document and place that settle it; may be missing.
    public var source: String?
  }

  /// The only form of file that can be read.
  public static let schemaName = "pgcheck/paper/1"
}

extension Rule: Decodable {}
