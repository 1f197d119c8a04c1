import Virtualizability

/// A picture of the classes as sets, laid out for a given width: the privileged and the sensitive instructions
/// overlap, the violations lie within the sensitive ones, and the user-sensitive ones within these.
///
/// What overlaps in the picture has a member in common, and an empty set is not drawn.
struct SetDiagram {

  /// The outline of a set.
  struct Outline {
    var kind: String
    var left: Int
    var top: Int
    var width: Int
    var height: Int
    var label: String
    var labelLeft: Int
    var labelTop: Int

    /// Whether the label ends at its place instead of starting there.
    var isRight: Bool
  }

  private(set) var outlines: [Outline] = []
  var marks: [Flow.Mark] = []
  let width: Int
  private(set) var height = 0

  /// A name for the picture among those of a page.
  let id: String

  static let pad = 14
  static let label = 26

  init(_ instructions: [InstructionVerdict], width: Int, id: String) {
    self.width = width
    self.id = id
    let regions = SetRegions(instructions)
    let top = 34
    var bottom = width < 600 ? layOutStacked(regions, top: top) : layOutSets(regions, top: top)
    bottom = layOutOthers(regions, top: bottom)
    height = bottom + 2
    outlines.insert(
      Outline(
        kind: "all", left: 1, top: 1, width: width - 2, height: height - 2,
        label: "All \(counted(instructions.count, "instruction"))", labelLeft: Self.pad, labelTop: 21,
        isRight: false), at: 0)
  }

  /// The three parts beside one another: privileged alone, both, sensitive alone. Returns the bottom.
  private mutating func layOutSets(_ regions: SetRegions, top: Int) -> Int {
    let pad = Self.pad
    let inner = width - 2 * pad
    let sensitiveAlone = regions.untrapped
    let hasPrivileged = !regions.privilegedAlone.isEmpty || !regions.trapped.isEmpty
    let hasSensitive = !sensitiveAlone.isEmpty || !regions.trapped.isEmpty
    guard hasPrivileged || hasSensitive || !regions.missedRefusals.isEmpty else { return top }

    // Room for the first two, as much as they need; the rest goes to the third, which has names in it.
    let need = { (count: Int) in count == 0 ? 0 : max(150, min(inner / 3, (count + 5) / 6 * Flow.pitch)) }
    let isTwofold = sensitiveAlone.isEmpty
    let first =
      isTwofold && !regions.privilegedAlone.isEmpty && regions.trapped.isEmpty
      ? inner - 2 * pad : need(regions.privilegedAlone.count)
    let second = isTwofold && !regions.trapped.isEmpty ? inner - first - 6 * pad : need(regions.trapped.count)
    let gap = first > 0 && second > 0 ? 2 * pad : 0
    let start = 2 * pad
    let secondStart = start + first + gap
    let thirdStart = secondStart + second + (first + second > 0 ? 2 * pad : 0)
    let third = max(0, width - 3 * pad - thirdStart)

    let contentTop = top + 2 * pad + Self.label
    var bottom = contentTop
    func place(_ flow: Flow, _ left: Int) {
      marks += flow.marks(left: left, top: contentTop)
      bottom = max(bottom, contentTop + flow.height)
    }
    place(Flow(regions.privilegedAlone, .dot, room: first, tone: "privileged"), start)
    place(Flow(regions.trapped, .dot, room: second, tone: "trapped"), secondStart)
    if !sensitiveAlone.isEmpty {
      bottom = max(
        bottom, layOutUntrapped(regions, left: thirdStart, top: contentTop, width: third))
    }
    bottom += pad

    // Both outlines at the same height would hide that one lies in the other.
    let isNested = first == 0 || isTwofold
    let shift = isNested ? 8 : 5
    if hasSensitive {
      let left = second > 0 ? secondStart - pad - (first == 0 ? 6 : 0) : thirdStart - pad
      let right = sensitiveAlone.isEmpty ? secondStart + second + pad - (first > 0 ? 6 : 0) : width - pad
      let inset = isTwofold ? shift : 0
      insertOutline(
        "sensitive", left: left, top: top + inset, right: right, bottom: bottom + (isTwofold ? 0 : shift),
        label: "Sensitive \(regions.trapped.count + sensitiveAlone.count)", isRight: true)
    }
    if hasPrivileged {
      let right = second > 0 ? secondStart + second + pad : start + first + pad
      let inset = isTwofold ? 0 : shift
      insertOutline(
        "privileged", left: start - pad, top: top + inset, right: right,
        bottom: bottom + (isTwofold ? shift : 0),
        label: "Privileged \(regions.privilegedAlone.count + regions.trapped.count)", isRight: false)
    }
    bottom += shift + pad
    return layOutMissedRefusals(regions, top: bottom)
  }

  /// The sensitive instructions that are not privileged. Returns the bottom.
  mutating func layOutUntrapped(
    _ regions: SetRegions, left: Int, top: Int, width: Int
  ) -> Int {
    let pad = Self.pad
    var top = top
    func flow(_ instructions: [InstructionVerdict], _ style: Flow.Style, _ tone: String, inset: Int) -> Int {
      let flow = Flow(instructions, style, room: width - 2 * inset, tone: tone)
      marks += flow.marks(left: left + inset, top: top)
      return flow.height
    }
    if !regions.guarded.isEmpty { top += flow(regions.guarded, .dot, "guarded", inset: 0) + pad / 2 }
    if !regions.userSensitiveAlone.isEmpty {
      let start = top
      top += Self.label
      top += flow(regions.userSensitiveAlone, .name, "guarded", inset: pad) + pad / 2
      outlines.append(
        Outline(
          kind: "user", left: left, top: start, width: width, height: top - start,
          label: "User-sensitive alone \(regions.userSensitiveAlone.count)", labelLeft: left + pad,
          labelTop: start + 18, isRight: false))
      top += pad
    }
    let count = regions.violations.count + regions.userSensitive.count
    guard count > 0 else { return top }
    let start = top
    top += Self.label
    if !regions.violations.isEmpty { top += flow(regions.violations, .name, "violation", inset: pad) }
    var user: Outline?
    if !regions.userSensitive.isEmpty {
      let userTop = top + pad / 2
      top = userTop + Self.label
      top += flow(regions.userSensitive, .name, "violation", inset: 2 * pad) + pad / 2
      user = Outline(
        kind: "user", left: left + pad, top: userTop, width: width - 2 * pad, height: top - userTop,
        label: "User-sensitive \(regions.userSensitive.count)", labelLeft: left + 2 * pad,
        labelTop: userTop + 18, isRight: false)
    }
    top += pad / 2
    outlines.append(
      Outline(
        kind: "violations", left: left, top: start, width: width, height: top - start,
        label: "Violations \(count)", labelLeft: left + pad, labelTop: start + 18, isRight: false))
    if let user { outlines.append(user) }
    return top
  }

  mutating func layOutMissedRefusals(_ regions: SetRegions, top: Int) -> Int {
    guard !regions.missedRefusals.isEmpty else { return top }
    let pad = Self.pad
    let flow = Flow(regions.missedRefusals, .name, room: width - 4 * pad, tone: "violation")
    marks += flow.marks(left: 2 * pad, top: top + Self.label)
    let bottom = top + Self.label + flow.height + pad / 2
    outlines.append(
      Outline(
        kind: "violations", left: pad, top: top, width: width - 2 * pad, height: bottom - top,
        label: "Not sensitive, but violating: \(regions.missedRefusals.count)", labelLeft: 2 * pad,
        labelTop: top + 18, isRight: false))
    return bottom + pad
  }

  /// What is in none of the sets. Returns the bottom.
  mutating func layOutOthers(_ regions: SetRegions, top: Int) -> Int {
    guard !regions.others.isEmpty else { return top }
    let failing = regions.others.filter { $0.directExecution == .fails }
    let fine = regions.others.filter { $0.directExecution != .fails }
    var top = top + 4
    if !failing.isEmpty {
      let flow = Flow(failing, .name, room: width - 2 * Self.pad, tone: "guarded")
      marks += flow.marks(left: Self.pad, top: top)
      top += flow.height + 4
    }
    let flow = Flow(fine, .dot, room: width - 2 * Self.pad, tone: "other")
    marks += flow.marks(left: Self.pad, top: top)
    return top + flow.height + Self.pad - 4
  }

  mutating func insertOutline(
    _ kind: String, left: Int, top: Int, right: Int, bottom: Int, label: String, isRight: Bool
  ) {
    // Below the outlines of the sets within.
    outlines.insert(
      Outline(
        kind: kind, left: left, top: top, width: right - left, height: bottom - top, label: label,
        labelLeft: isRight ? right - Self.pad : left + Self.pad, labelTop: top + 20, isRight: isRight),
      at: 0)
  }
}
