import ISALanguage

/// The features of a machine, collected before anything depends on them.
struct Features {

  /// The features in the order of their declaration.
  private(set) var list: [Feature] = []
  private var numbers: [String: Int] = [:]

  /// The features that `machines` declare, with `settings` instead of their own where these name them.
  init(of machines: [MachineSyntax], settings: [String: Bool]) {
    for machine in machines { machine.items.forEach { collect($0) } }
    for index in list.indices {
      if let setting = settings[list[index].name] { list[index].isOn = setting }
    }
  }

  /// Whether the feature `name` is on; nil if there is none.
  func isOn(_ name: String) -> Bool? { numbers[name].map { list[$0].isOn } }

  /// The names of all features.
  var names: [String] { list.map(\.name) }

  private mutating func collect(_ item: ItemSyntax) {
    switch item.kind {
    case .feature(let syntax):
      let feature = Feature(name: syntax.name.name, title: syntax.title, isOn: syntax.isOn)
      if let known = numbers[feature.name] {
        list[known] = feature
      } else {
        numbers[feature.name] = list.count
        list.append(feature)
      }
    case .replace(let inner): collect(inner)
    case .when(_, _, let items): items.forEach { collect($0) }
    default: break
    }
  }
}
