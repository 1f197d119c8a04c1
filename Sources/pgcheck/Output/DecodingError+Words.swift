extension DecodingError {

  /// What is wrong with JSON that could not be read, in words.
  var words: String {
    func place(_ context: Context) -> String {
      let path = context.codingPath.map(\.stringValue).joined(separator: ".")
      return path.isEmpty ? "" : " in '\(path)'"
    }
    return switch self {
    case .keyNotFound(let key, let context): "there is no '\(key.stringValue)'\(place(context))"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      "a value of another kind is needed\(place(context))"
    case .dataCorrupted(let context):
      context.codingPath.isEmpty ? "this is no JSON" : "\(context.debugDescription)\(place(context))"
    @unknown default: "this cannot be read"
    }
  }
}
