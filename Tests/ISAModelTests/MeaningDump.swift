import ISALanguage

/// A value with all that it holds, but no places in files: two readings of one meaning dump the same.
func meaningDump(_ value: Any) -> String {
  var result = ""
  func add(_ value: Any) {
    if value is Span { return }
    let mirror = Mirror(reflecting: value)
    guard !mirror.children.isEmpty, !(value is String) else {
      result += "\(value) "
      return
    }
    result += "\(mirror.subjectType)("
    // A dictionary has no order of its own.
    let children =
      mirror.displayStyle == .dictionary
      ? mirror.children.sorted { "\($0.value)" < "\($1.value)" } : Array(mirror.children)
    for child in children {
      if let label = child.label { result += "\(label):" }
      add(child.value)
    }
    result += ")"
  }
  add(value)
  return result
}
