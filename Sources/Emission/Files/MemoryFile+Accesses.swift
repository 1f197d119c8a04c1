import Execution
import ISAModel

/// The accesses to memory, in the short way and the long one.
extension MemoryFile {

  /// The way of accesses that stay within a page that was seen before.
  func writeShort(_ access: ProgramEmitter.Access, _ out: inout CText) {
    out.open("INLINE \(signature(access)) {")
    let count = access.units
    if isTranslated(access.space) {
      let way = access.isStore ? "TO_WRITE" : "TO_READ"
      out.line("const uint64_t place = \(whole(access.space));")
      out.line("const struct page *page = &cpu->host.pages[\(way)][place / PAGE % PAGES];")
      out.line("const uint32_t offset = place % PAGE;")
      out.open(
        "if (page->key == (cpu->host.context | place / PAGE) && offset - page->low + \(count) <= page->size) {"
      )
      let more = access.isStore ? "page->marks + offset" : ""
      finishShort(access, "page->base + offset", more, &out)
      out.close()
    } else if isStaged(access) {
      let way = access.isStore ? "TO_WRITE" : "TO_READ"
      let address = parameters(access.space).last?.name ?? "address"
      out.line("const struct page *page = &cpu->host.pages[STAGE + \(way)][\(address) / PAGE % PAGES];")
      out.line("const uint32_t offset = \(address) % PAGE;")
      out.open(
        "if (page->key == (cpu->host.context | \(address) / PAGE) && offset - page->low + \(count) <= page->size) {"
      )
      if !access.isStore {
        let place = "page->base + offset - cpu->host.ram"
        out.line("if (cpu->host.notes_tables) note_table(cpu, \(place), \(count), HAS_TABLE);")
      }
      finishShort(access, "page->base + offset", access.isStore ? "page->marks + offset" : "", &out)
      out.close()
    } else {
      let address = parameters(access.space).last?.name ?? "address"
      if !access.isStore {
        out.line(
          "if (cpu->host.notes_tables) note_table(cpu, \(address), \(count), HAS_TABLE | HAS_LAST_TABLE);")
      }
      let last = "(uint64_t)\(address) + \(count - 1)"
      out.open("if (\(last) < cpu->host.short_size && !is_board(\(address), \(last))) {")
      finishShort(access, "cpu->host.ram + \(address)", "cpu->host.marks + \(address)", &out)
      out.close()
    }
    out.line("\(access.isStore ? "" : "return ")\(name(access))_slowly(\(arguments(access)));")
    out.close()
    out.line("")
  }

  func finishShort(
    _ access: ProgramEmitter.Access, _ place: String, _ marks: String, _ out: inout CText
  ) {
    let count = access.units
    guard access.isStore else { return out.line("return join_\(count)(\(place));") }
    out.line("ram_unit *to = \(place);")
    // Translation notes again and again that it was there.
    if access.space == .physical, translationWrites { out.line("if (join_\(count)(to) == value) return;") }
    out.line("if (is_marked_\(count)(\(marks))) memory_changes(cpu, to - cpu->host.ram, \(count));")
    if access.mustUndo { out.line("keep(cpu, to, \(count) * sizeof *to);") }
    out.line("split_\(count)(to, value);")
    out.line("return;")
  }

  func writeLong(_ access: ProgramEmitter.Access, _ out: inout CText) {
    out.open("\(signature(access, suffix: isShort(access) ? "_slowly" : "")) {")
    let count = access.units
    let parts = parameters(access.space)
    if isTranslated(access.space) {
      let mode = access.mode.map { "_as_\(NameTable.member(machine.modes[$0].name))" } ?? ""
      let kind = access.isStore ? "TO_WRITE" : "TO_READ"
      out.line("uint64_t places[\(count)];")
      out.line(
        "locate_all\(mode)(cpu, \(parts.map(\.name).joined(separator: ", ")), \(kind), \(count), places);")
      if access.mode == nil { out.line("consider_page(cpu, \(whole(access.space)), \(kind));") }
    } else if isStaged(access) {
      let address = parts.last?.name ?? "address"
      out.line("uint64_t places[\(count)];")
      out.line("reach_all(cpu, \(address), \(access.isStore ? "TO_WRITE" : "TO_READ"), \(count), places);")
    } else if let last = parts.last, let width = memory(access.space)?.parameters.last?.width {
      out.line("uint64_t places[\(count)];")
      let mask = width == 64 ? "" : " & \(CValue.literal(Bits.mask(width)))"
      out.line(
        "for (unsigned unit = 0; unit < \(count); unit++) places[unit] = ((uint64_t)\(last.name) + unit)\(mask);"
      )
    }
    let rank = CValue.Rank(width: unit * count) == .int ? "uint32_t" : CValue.Rank(width: unit * count).name
    for index in 0..<count {
      let shift = (isBigEndian ? count - 1 - index : index) * unit
      if access.isStore {
        let part = shift == 0 ? "value" : "value >> \(shift)"
        let text =
          unit == CType.size(unit)
          ? "(\(CType.word(unit)))(\(part))" : "(\(part)) & \(CValue.literal(Bits.mask(unit)))"
        out.line("store_unit(cpu, places[\(index)], \(text));")
      } else {
        out.line("const \(rank) unit_\(index) = load_unit(cpu, places[\(index)]);")
      }
    }
    if !access.isStore {
      let all = (0..<count).map { index -> String in
        let shift = (isBigEndian ? count - 1 - index : index) * unit
        return shift == 0 ? "unit_\(index)" : "unit_\(index) << \(shift)"
      }
      out.line("return \(all.joined(separator: " | "));")
    }
    out.close()
    out.line("")
  }
}
