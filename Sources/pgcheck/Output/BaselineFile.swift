import FoundationEssentials
import ISALanguage
import Virtualizability

/// A baseline with the file that it stands in.
struct BaselineFile {

  /// The path as the user wrote it.
  let path: String

  /// What the file holds.
  let text: String

  let baseline: Baseline

  /// The file with `baseline`.
  init(path: String, baseline: Baseline = Baseline(), text: String = "") {
    self.path = path
    self.baseline = baseline
    self.text = text
  }

  /// Reads the file at `path`.
  init(reading path: String) throws(UserError) {
    let bytes: [UInt8]
    do {
      bytes = try SourceReader.read(path)
    } catch {
      throw UserError(error.message, help: error.help)
    }
    let baseline: Baseline
    do {
      baseline = try JSONDecoder().decode(Baseline.self, from: Data(bytes))
    } catch {
      throw UserError(
        "'\(path)' is no baseline: \((error as? DecodingError)?.words ?? "\(error)")",
        help: "--write-baseline makes one; schemas/baseline-1.schema.json describes the form")
    }
    self.init(path: path, baseline: baseline, text: String(decoding: bytes, as: UTF8.self))
  }
}
