/// What is found out about the second stage of translation, as it is the same for every machine.
enum StageText {

  static let kept = """
    /* Keeps where the page of an address of `phys` stands, which was proven to stand in one piece. */
    static void keep_stage(struct cpu *cpu, uint64_t address, uint8_t access) {
      if (cpu->host.context == 0 || cpu->host.short_size == 0) return;
      /* Asked once more, so that it is noted where the tables are that this depends on. */
      const int notes_tables = cpu->host.notes_tables;
      cpu->host.notes_tables = 1;
      const uint64_t place = reach(cpu, address, access);
      cpu->host.notes_tables = notes_tables;
      const uint64_t within = address % STAGE_PAGE;
      const uint64_t first = place - within;
      if (within > place || first >= cpu->host.ram_size || STAGE_PAGE > cpu->host.ram_size - first) return;
      if (cpu->host.has_board && is_board(first, first + STAGE_PAGE - 1)) return;
      struct page *page = &cpu->host.pages[STAGE + access][address / PAGE % PAGES];
      page->key = cpu->host.context | address / PAGE;
      page->low = address % PAGE - within;
      page->size = STAGE_PAGE;
      page->base = cpu->host.ram + (int64_t)(first - page->low);
      page->marks = cpu->host.marks + (int64_t)(first - page->low);
    }

    """
}
