import Virtualizability

extension SetDiagram {

  /// One of the two sets that may overlap.
  private enum Side: CaseIterable {
    case privileged
    case sensitive
  }

  /// What comes next on the way down a narrow picture.
  private enum Step {
    case open(Side)
    case dots([InstructionVerdict], tone: String)
    case untrapped
    case close(Side)
  }

  /// The parts of the two sets below one another. What overlaps is drawn while both outlines are open. Returns the
  /// bottom.
  mutating func layOutStacked(_ regions: SetRegions, top: Int) -> Int {
    let pad = Self.pad
    var y = top
    var opened: [Side: (top: Int, left: Int)] = [:]
    for step in Self.steps(regions) {
      switch step {
      case .open(let side):
        if !opened.isEmpty { y += pad / 2 }
        opened[side] = (y, opened.isEmpty ? pad : 2 * pad)
        y += Self.label + pad / 2
      case .dots(let instructions, let tone):
        let flow = Flow(instructions, .dot, room: width - 6 * pad, tone: tone)
        marks += flow.marks(left: 3 * pad, top: y)
        y += flow.height
      case .untrapped:
        y = layOutUntrapped(regions, left: 3 * pad, top: y, width: width - 6 * pad)
      case .close(let side):
        guard let start = opened.removeValue(forKey: side) else { continue }
        y += pad / 2
        insertOutline(
          side == .privileged ? "privileged" : "sensitive", left: start.left, top: start.top,
          right: width - (opened.isEmpty ? pad : 2 * pad), bottom: y, label: Self.label(side, regions),
          isRight: side == .sensitive)
        y += pad
      }
    }
    return layOutMissedRefusals(regions, top: y)
  }

  private static func steps(_ regions: SetRegions) -> [Step] {
    let alone = Step.dots(regions.privilegedAlone, tone: "privileged")
    let both = Step.dots(regions.trapped, tone: "trapped")
    let hasUntrapped = !regions.untrapped.isEmpty
    switch (!regions.privilegedAlone.isEmpty, !regions.trapped.isEmpty, hasUntrapped) {
    case (false, false, false): return []
    case (false, false, true): return [.open(.sensitive), .untrapped, .close(.sensitive)]
    case (false, true, _):
      return [
        .open(.sensitive), .open(.privileged), both, .close(.privileged), .untrapped, .close(.sensitive),
      ]
    case (true, false, false): return [.open(.privileged), alone, .close(.privileged)]
    case (true, false, true):
      return [
        .open(.privileged), alone, .close(.privileged), .open(.sensitive), .untrapped, .close(.sensitive),
      ]
    case (true, true, false):
      return [.open(.privileged), alone, .open(.sensitive), both, .close(.sensitive), .close(.privileged)]
    case (true, true, true):
      return [
        .open(.privileged), alone, .open(.sensitive), both, .close(.privileged), .untrapped,
        .close(.sensitive),
      ]
    }
  }

  private static func label(_ side: Side, _ regions: SetRegions) -> String {
    switch side {
    case .privileged: "Privileged \(regions.privilegedAlone.count + regions.trapped.count)"
    case .sensitive: "Sensitive \(regions.trapped.count + regions.untrapped.count)"
    }
  }
}
