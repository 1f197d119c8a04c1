/// What is found out about memory, and forgotten again, as it is the same for every machine.
enum PlacesText {

  static let source = """
    static const uint64_t NO_KEY = UINT64_MAX;

    /* Forgets the decoded instructions that stand in a part of memory. */
    static void forget_code(struct cpu *cpu, uint64_t place, uint64_t count) {
      for (unsigned index = 0; index < DECODED; index++) {
        struct decoded *d = &cpu->host.decoded[index];
        if (d->key != NO_KEY && place < d->place + d->extent && d->place < place + count) d->key = NO_KEY;
      }
    }

    /* Forgets what a machine, and the virtual machines in it, have found out about a part of memory. */
    static void forget_part(struct cpu *cpu, uint64_t place, uint64_t count, int marks) {
      if (marks & HAS_CODE) forget_code(cpu, place, count);
      if (marks & HAS_TABLE) {
        cpu->host.tables_are_old = 1;
        places_changed(cpu);
      }
      if (marks & HAS_LAST_TABLE) cpu->host.table_changes++;
      for (struct cpu *above = cpu->host.above; above; above = above->host.beside) {
        const uint64_t end = above->host.base + above->host.ram_size;
        const uint64_t first = place > above->host.base ? place : above->host.base;
        const uint64_t last = place + count < end ? place + count : end;
        if (first < last) forget_part(above, first - above->host.base, last - first, marks);
      }
    }

    /* Told before marked units of memory change. */
    void memory_changes(struct cpu *cpu, uint64_t place, uint64_t count) {
      int marks = 0;
      for (uint64_t unit = place; unit < place + count; unit++) marks |= cpu->host.marks[unit];
      if (!marks) return;
      for (; cpu->host.below; cpu = cpu->host.below) place += cpu->host.base;
      forget_part(cpu, place, count, marks);
      for (uint64_t unit = place; unit < place + count; unit++) cpu->host.marks[unit] = 0;
    }

    void note_table(struct cpu *cpu, uint64_t place, unsigned count, unsigned marks) {
      for (unsigned unit = 0; unit < count && place + unit < cpu->host.ram_size; unit++) {
        if ((cpu->host.marks[place + unit] & marks) == marks) continue;
        cpu->host.marks[place + unit] |= marks;
        if (marks & HAS_LAST_TABLE) cpu->host.table_changes++;
      }
    }

    static uint64_t new_context(struct cpu *cpu) { return ++cpu->host.contexts << ADDRESS_BITS; }

    /* Finds the name of what addresses mean now, or gives it one. */
    static void refresh_context(struct cpu *cpu) {
      struct place_state now;
      note_place_state(cpu, &now);
      cpu->host.places_are_old = 0;
      if (cpu->host.tables_are_old) {
        for (unsigned index = 0; index < REMEMBERED; index++) cpu->host.remembered[index].context = 0;
        cpu->host.tables_are_old = 0;
      }
      for (unsigned index = 0; index < REMEMBERED; index++) {
        if (cpu->host.remembered[index].context != 0
            && memcmp(&cpu->host.remembered[index].state, &now, sizeof now) == 0) {
          cpu->host.context = cpu->host.remembered[index].context;
          return;
        }
      }
      const unsigned index = cpu->host.oldest++ % REMEMBERED;
      cpu->host.remembered[index].state = now;
      cpu->host.remembered[index].context = cpu->host.context = new_context(cpu);
    }

    /* How often a page is reached the long way before it is looked at as a whole. */
    enum { MANY_MISSES = 16 };

    /* Whether a unit of the page stands at the distance from its neighbours that it should, in memory. */
    static int stands_in_line(struct cpu *cpu, uint64_t address, unsigned way, uint64_t expected) {
      return locate_in_page(cpu, address, way) == expected && expected < cpu->host.ram_size
             && !(cpu->host.has_board && is_board(expected, expected));
    }

    /* Finds the addresses around one, within its page, that stand side by side with it. */
    static void survey_page(struct cpu *cpu, uint64_t address, unsigned way, volatile uint32_t *low,
                            volatile uint32_t *high, volatile uint64_t *place) {
      const uint64_t start = address / PAGE * PAGE;
      const uint32_t middle = address % PAGE;
      *place = locate_in_page(cpu, address, way);
      *low = middle;
      *high = middle;
      if (!stands_in_line(cpu, address, way, *place)) return;
      for (*high = middle + 1; *high < PAGE && stands_in_line(cpu, start + *high, way, *place + (*high - middle));)
        ++*high;
    }

    static void survey_down(struct cpu *cpu, uint64_t address, unsigned way, volatile uint32_t *low, uint64_t place) {
      const uint64_t start = address / PAGE * PAGE;
      const uint32_t middle = address % PAGE;
      while (*low > 0 && stands_in_line(cpu, start + *low - 1, way, place - (middle - (*low - 1)))) --*low;
    }

    /* After enough accesses to a page, finds out how much of it can be reached the short way. */
    void consider_page(struct cpu *cpu, uint64_t address, unsigned way) {
      const uint64_t context = cpu->host.context;
      if (context == 0 || cpu->host.short_size == 0) return;
      const uint64_t key = context | address / PAGE;
      const unsigned index = address / PAGE % MISSES;
      if (cpu->host.misses[way][index].key != key) {
        cpu->host.misses[way][index].key = key;
        cpu->host.misses[way][index].count = 0;
      }
      if (++cpu->host.misses[way][index].count != MANY_MISSES) return;
      if (TRANSLATION_WRITES && cpu->host.undo_count > 0) {
        /* What translation has written for this access may yet be undone. */
        cpu->host.misses[way][index].count--;
        return;
      }
      const unsigned mark = cpu->host.undo_count;
      const uint64_t deadline = cpu->host.deadline;
      const enum trap trap = cpu->host.trap;
      const union trap_arguments arguments = cpu->host.arguments;
      volatile uint32_t low = 0, high = 0;
      volatile uint64_t place = 0;
      jmp_buf outer;
      memcpy(&outer, &cpu->host.handler, sizeof outer);
      cpu->host.notes_tables = 1;
      /* A refusal ends the search in its direction. */
      if (!setjmp(cpu->host.handler)) survey_page(cpu, address, way, &low, &high, &place);
      if (high > address % PAGE && !setjmp(cpu->host.handler)) survey_down(cpu, address, way, &low, place);
      cpu->host.notes_tables = 0;
      cpu->host.is_refused = 0;
      memcpy(&cpu->host.handler, &outer, sizeof outer);
      cpu->host.trap = trap;
      cpu->host.arguments = arguments;
      const int has_written = cpu->host.undo_count != mark;
      undo(cpu, mark);
      if (cpu->host.context != context) return;
      cpu->host.deadline = deadline;
      if (has_written || high <= low) return;
      struct page *page = &cpu->host.pages[way][address / PAGE % PAGES];
      const uint64_t first = place - address % PAGE;
      page->key = key;
      page->low = low;
      page->size = high - low;
      page->base = cpu->host.ram + (int64_t)first;
      page->marks = cpu->host.marks + (int64_t)first;
    }

    int find_place(struct cpu *cpu, uint64_t address, unsigned access, uint64_t *place) {
      const unsigned mark = cpu->host.undo_count;
      const enum trap trap = cpu->host.trap;
      const union trap_arguments arguments = cpu->host.arguments;
      volatile uint64_t found = 0;
      volatile int is_found = 0;
      jmp_buf outer;
      memcpy(&outer, &cpu->host.handler, sizeof outer);
      cpu->host.notes_tables = 1;
      if (!setjmp(cpu->host.handler)) {
    #if HAS_SECOND_STAGE
        found = reach(cpu, address, access);
    #else
        found = locate_in_page(cpu, address, access);
    #endif
        is_found = 1;
      }
      cpu->host.notes_tables = 0;
      cpu->host.is_refused = 0;
      memcpy(&cpu->host.handler, &outer, sizeof outer);
      cpu->host.trap = trap;
      cpu->host.arguments = arguments;
      if (cpu->host.undo_count != mark) is_found = 0;
      undo(cpu, mark);
      *place = found;
      return is_found;
    }

    void forget_memory(struct cpu *cpu) {
      for (unsigned index = 0; index < DECODED; index++) cpu->host.decoded[index].key = NO_KEY;
      cpu->host.tables_are_old = 1;
      places_changed(cpu);
    }

    """
}
