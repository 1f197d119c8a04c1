import Crypto

/// Keeps results from one run of the program to the next.
///
/// What is kept is found by its key alone. A store may lose anything at any time; it must never hand out anything
/// but what was saved under that very key.
public protocol ResultStore: Sendable {

  /// What must be the same for a result to be of use again: the program, to the last bit.
  var program: [UInt8] { get }

  /// What was saved under `key`; nil if there is nothing, or nothing whole.
  func load(_ key: ResultKey) -> [UInt8]?

  /// Keeps `bytes`, if it can.
  func save(_ bytes: [UInt8], under key: ResultKey)
}

/// The name of a result: a digest of all that it depends on, and of nothing else.
public struct ResultKey: Hashable, Sendable {

  /// The SHA-256, 32 bytes.
  public let digest: [UInt8]

  /// The digest in hexadecimal.
  public var text: String {
    digest.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }

  /// Digests `parts`, each with its length.
  init(_ parts: [[UInt8]]) {
    var hash = SHA256()
    for part in parts {
      withUnsafeBytes(of: UInt64(part.count).littleEndian) { hash.update(bufferPointer: $0) }
      hash.update(data: part)
    }
    digest = Array(hash.finalize())
  }
}

extension CheckOptions {

  /// Where results are kept; nil where the check must be made anew: to write its questions down, to ask them all, or
  /// to be measured.
  var usableStore: (any ResultStore)? {
    smtDump == nil && simplifies && replicas == 1 ? store : nil
  }
}

/// How a result is kept where others may write, and writing may end early: with a digest of itself and of its key.
public enum ResultEnvelope {

  private static let head = Array("pgcheck result 1\n".utf8)

  /// `bytes` as they are to be kept under `key`.
  public static func sealed(_ bytes: [UInt8], under key: ResultKey) -> [UInt8] {
    head + ResultKey([key.digest, bytes]).digest + bytes
  }

  /// What was sealed; nil if that was something else, or not all of it is there.
  public static func opened(_ sealed: [UInt8], under key: ResultKey) -> [UInt8]? {
    let start = head.count + key.digest.count
    guard sealed.count >= start, sealed.starts(with: head) else { return nil }
    let bytes = Array(sealed[start...])
    return sealed[head.count..<start].elementsEqual(ResultKey([key.digest, bytes]).digest) ? bytes : nil
  }
}
