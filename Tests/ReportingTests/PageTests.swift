import Foundation
import Testing

@testable import Reporting
@testable import Virtualizability

/// Pages in HTML and Markdown. What whole pages look like is kept in `reports`, which is made anew and compared.
struct PageTests {

  private static let tool = Tool(solver: "Z3 4.8.12")

  private static let set = ReportSet(
    machines: [SampleDescription.broken, SampleDescription.clean],
    configurations: [SampleDescription.configuration],
    generations: [SampleDescription.generations])

  private static func html(_ machine: MachineReport = SampleDescription.broken) throws -> String {
    try HTMLReport(tool: tool).render(machine)
  }

  private static func markdown(_ machine: MachineReport = SampleDescription.broken) throws -> String {
    try MarkdownReport(tool: tool).render(machine)
  }

  // MARK: Content

  @Test(arguments: [
    "**Not virtualizable**: 2 violations of Theorem 1 and 2 failures of direct execution.",
    "| Theorem 3 | a hybrid monitor exists | ✗ violated | ✓ holds |",
    "- specification: `specs/sample.isa`, which extends `tidy`",
    "- feature `fast` on: Faster than \"usual\"", "- host: `STATUS.trace == 0`",
    "- source MANUAL: The &lt;Sample> Manual", "### `LEAVE` Leave the kernel",
    "> 23    STATUS.mode = new.mode  ← changes STATUS.mode", "≠  0x3",
    "```sh\npgcheck vectors specs/sample.isa <<'END'\n{}\nEND\n```\n\n```json\n{\"a\":1}\n```",
    "- **PG201** does something else under a monitor: `STATUS.mode` (the same cause)",
    "Not decided within the solver's budget: changes PORT in a user state: out of resources",
    "| `STOP` | always-trapping |  |  | ✓ passes |  |",
    "### read and write 0x8000…0x8fff and 0xffff (kernel mode in user mode)",
    "> 5    require kernel else trap refused  ← traps with refused",
    "Not decided within the solver's budget: which addresses are reached in kernel mode: out of resources",
    "What would mend it: ", "```diff\n--- a/specs/sample.isa\n",
    "- `claim LEAVE is privileged` (`specs/sample.isa:90`): LEAVE is not privileged",
  ])
  func markdownSays(_ text: String) throws { #expect(try Self.markdown().contains(text)) }

  @Test(arguments: [
    "<title>The Sample Machine: Not virtualizable</title>",
    #"<p class="verdict bad"><strong>Not virtualizable</strong>"#,
    "<cite>The &lt;Sample&gt; Manual</cite>", #"<article class="instruction" id="i-LEAVE""#,
    #"<mark data-line="23">  STATUS.mode = new.mode<span class="role">  ← changes STATUS.mode</span></mark>"#,
    "if a &lt; b &amp;&amp; c { }", #"<span class="gap">…</span>"#,
    #"<li class="fixed" style="flex-grow:4"><span>0100</span><small>4</small></li>"#,
    #"<li class="operand" style="flex-grow:6"><span>to</span><small>…</small></li>"#,
    #"<code>size = 16</code>"#, "<li><code>STATUS.trace == 0</code></li>", "<li>user runs in user</li>",
    ##"<a href="#i-LEAVE">"##, ##"<a href="#addresses">Addresses <span class="count">1</span></a>"##,
    #"<article class="instruction" id="addresses-1" aria-labelledby="addresses-1-name">"#,
    #"<mark data-line="5">  require kernel else trap refused<span class="role">"#,
    "<summary>As a patch of the specification</summary>\n<pre><code>--- a/specs/sample.isa",
    #"<details class="instruction folded">"#,
    #"<tr class="differs"><th scope="row">mode</th><td>kernel</td>"#,
    "find the instruction before it runs, and make the change to the virtual machine&#39;s own STATUS.mode",
  ])
  func htmlSays(_ text: String) throws { #expect(try Self.html().contains(text)) }

  @Test func indexesSayWhatWasClosed() throws {
    let markdown = try MarkdownReport(tool: Self.tool).renderIndex(Self.set)
    #expect(
      markdown.contains("| [`sample`](sample.md) | The Sample Machine | ✗ ✗ | ✗ ✗ | ✗ ✓ | ✗ ✗ | ✗ ✗ | 2 |"))
    #expect(markdown.contains("| [`sample + mended`](sample-mended.md) | What was learnt |"))
    #expect(markdown.contains("- sample + mended closes all 2: LEAVE and LOOK. (What was learnt)"))
    #expect(markdown.contains("| `LEAVE` | ✗ PG101 PG201 | **✓ privileged** |"))
    let html = try HTMLReport(tool: Self.tool).renderIndex(Self.set)
    #expect(html.contains(#"<a class="mono" href="tidy.html">tidy</a>"#))
    #expect(html.contains(#"<a href="sample-mended.html"><strong>sample + mended</strong></a>"#))
    #expect(
      try Self.html(SampleDescription.configuration).contains("<h1>The Sample Machine, with mended</h1>"))
    #expect(html.contains(#"<td class="closed"><span aria-hidden="true">✓</span> privileged</td>"#))
    #expect(html.contains("<li>sample + mended closes all 2: LEAVE and LOOK.</li>"))
  }

  @Test func indexesSayWhatAMachineIsShortOf() throws {
    var set = Self.set
    set.machines[1].report.addresses = AddressVerdict(
      findings: [SampleReport.outOfReach(0x8000)], undecided: [])
    let words =
      "is virtualizable, but guests trap at every access to some addresses: 0x8000…0x8fff and 0xffff "
      + "(read and write) in kernel mode."
    #expect(try MarkdownReport(tool: Self.tool).renderIndex(set).contains("- `tidy` \(words)\n"))
    #expect(
      try HTMLReport(tool: Self.tool).renderIndex(set).contains(
        #"<li><a class="mono" href="tidy.html">tidy</a> \#(words)</li>"#))
    #expect(try !MarkdownReport(tool: Self.tool).renderIndex(Self.set).contains("is virtualizable, but"))
  }

  @Test func aPageAloneLinksToNoIndex() throws {
    #expect(try !Self.html().contains("index.html") && !Self.markdown().contains("README.md"))
    #expect(
      try HTMLReport(tool: Self.tool, hasIndex: true).render(SampleDescription.clean).contains("index.html"))
    #expect(
      try MarkdownReport(tool: Self.tool, hasIndex: true).render(SampleDescription.clean).contains(
        "README.md"))
  }

  // MARK: Form

  @Test func markdownHasNoTrailingSpacesAndNoGaps() throws {
    for text in [
      try Self.markdown(), try Self.markdown(SampleDescription.clean),
      try MarkdownReport(tool: Self.tool).renderIndex(Self.set),
    ] {
      #expect(!text.contains("\n\n\n"))
      #expect(text.split(separator: "\n").filter { $0.hasSuffix(" ") } == [])
      #expect(text.hasSuffix(".\n"))
    }
  }

  /// A specification's own text must not become a part of the page.
  @Test(arguments: ["<script>alert(1)</script>", "\"><b>", "&amp;<i>", "</pre></main>", "a'b<br>"])
  func textStaysText(text: String) throws {
    func page(_ text: String) throws -> String {
      var machine = SampleDescription.broken
      machine.report.title = text
      machine.report.assumptions = ["host: A == \(text)", "abstracted: words"]
      machine.report.instructions[1].title = text
      machine.report.instructions[1].findings[0].message = text
      machine.report.instructions[1].findings[0].witness.assembly = text
      machine.description.instructions["LEAVE"]?.meaning[0].lines[0].text = text
      machine.description.documents = [(text, text)]
      return try Self.html(machine)
    }
    let tags = { (text: String) in text.matches(of: #/<[a-z!\/]/#).count }
    #expect(try tags(page(text)) == tags(page("plain")))
    #expect(try !page(text).contains(text) || !text.contains("<"))
  }

  @Test func nothingIsAskedOfTheNetwork() throws {
    let page = try Self.html()
    #expect(!page.contains("http:") && !page.contains("https:"))
    #expect(!page.contains("src=") && !page.contains("url(") && !page.contains("@import"))
  }

  @Test func everyTagIsClosed() throws {
    for page in [try Self.html(), try HTMLReport(tool: Self.tool).renderIndex(Self.set)] {
      var open: [String] = []
      for match in Self.body(page).matches(of: #/<(\/?)([a-z0-9]+)([^>]*?)(\/?)>/#) {
        let name = String(match.output.2)
        if name == "input" || !match.output.4.isEmpty { continue }
        if match.output.1.isEmpty {
          open.append(name)
        } else {
          #expect(open.popLast() == name)
        }
      }
      #expect(open == ["body"])
    }
  }

  @Test func everyLinkLeadsSomewhere() throws {
    let page = try Self.html()
    let ids = Set(page.matches(of: #/ id="([^"]+)"/#).map { String($0.output.1) })
    #expect(ids.count == page.matches(of: #/ id="/#).count)
    for match in page.matches(of: #/href="#([^"]+)"/#) { #expect(ids.contains(String(match.output.1))) }
  }

  /// The page between its style and its script, which are files of their own.
  private static func body(_ page: String) -> String {
    let start = page.range(of: "<body>")?.lowerBound ?? page.startIndex
    let end = page.range(of: "<script>", options: .backwards)?.lowerBound ?? page.endIndex
    return String(page[start..<end])
  }
}
