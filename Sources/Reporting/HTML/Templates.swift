import Mustache

/// A template of a report cannot be used: an error of the program, never of its user.
public struct TemplateFailure: Error, Sendable {

  /// What is wrong.
  public var message: String
}

/// The templates of the reports in HTML and Markdown, which are part of the program.
enum Templates {

  /// The templates by name, and what they take in as it is.
  private static let sources: [(name: String, bytes: [UInt8])] = [
    ("page", PackageResources.page_mustache), ("machine", PackageResources.machine_mustache),
    ("instruction", PackageResources.instruction_mustache),
    ("code", PackageResources.code_mustache), ("finding", PackageResources.finding_mustache),
    ("sets", PackageResources.sets_mustache),
    ("index", PackageResources.index_mustache),
    ("machine.md", PackageResources.machine_md_mustache), ("index.md", PackageResources.index_md_mustache),
  ]

  private static let library = Result { try load() }

  private static func load() throws -> MustacheLibrary {
    var library = MustacheLibrary()
    for (name, bytes) in sources {
      try library.register(String(decoding: bytes, as: UTF8.self), named: name)
    }
    return library
  }

  /// What the template `name` makes of `view`.
  static func render(_ view: Any, _ name: String) throws(TemplateFailure) -> String {
    let text: String?
    do {
      text = try library.get().render(Page(view: view), withTemplate: name)
    } catch {
      throw TemplateFailure(message: "a template does not parse: \(error)")
    }
    guard let text else { throw TemplateFailure(message: "there is no template '\(name)'") }
    return text
  }

  /// What every page has.
  private struct Page {
    var view: Any
    var style = String(decoding: PackageResources.style_css, as: UTF8.self)
    var script = String(decoding: PackageResources.script_js, as: UTF8.self)
  }
}
