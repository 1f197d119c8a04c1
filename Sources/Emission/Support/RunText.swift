/// The parts of the loop that are the same for every machine.
enum RunText {

  static let header = """
    #ifndef RUN_H
    #define RUN_H

    #include "machine.h"

    /* A machine with memory of so many units, or NULL where the host has not so much. */
    struct cpu *make_machine(uint64_t ram_size);
    void free_machine(struct cpu *cpu);

    void reset(struct cpu *cpu);
    void set_reset_values(struct cpu *cpu);
    int set_program_counter(struct cpu *cpu, uint64_t address);
    uint64_t fetch_address(const struct cpu *cpu);

    /* Runs until the machine has come to its end, or to so many steps since its reset. */
    void run(struct cpu *cpu, uint64_t limit);

    /* Forgets what was found out about memory: for who has changed memory or registers from outside. */
    void forget_memory(struct cpu *cpu);

    #endif

    """

  static let undo = """
    /* Brings back what was there when `mark` things had been kept. */
    void undo(struct cpu *cpu, unsigned mark) {
      while (cpu->host.undo_count > mark) {
        const struct undo *last = &cpu->host.undo[--cpu->host.undo_count];
        memcpy(last->place, last->old, last->size);
      }
    }

    _Noreturn void raise_trap(struct cpu *cpu, enum trap trap) {
      cpu->host.trap = trap;
      longjmp(cpu->host.handler, 1);
    }

    void end(struct cpu *cpu, enum ending ending, unsigned cause, unsigned second) {
      cpu->host.ending = ending;
      cpu->host.ending_cause = cause;
      cpu->host.ending_second = second;
      look_again(cpu);
    }

    """

  static let places = """
    static const uint64_t NO_KEY = UINT64_MAX;

    /* Forgets the decoded instructions that stand in a part of memory. */
    static void forget_code(struct cpu *cpu, uint64_t place, uint64_t count) {
      for (unsigned index = 0; index < DECODED; index++) {
        struct decoded *d = &cpu->host.decoded[index];
        if (d->key != NO_KEY && place < d->place + d->extent && d->place < place + count) d->key = NO_KEY;
      }
      for (uint64_t unit = place; unit < place + count; unit++) cpu->host.marks[unit] &= ~HAS_CODE;
    }

    /* Told before marked units of memory change. */
    void memory_changes(struct cpu *cpu, uint64_t place, uint64_t count) {
      int marks = 0;
      for (uint64_t unit = place; unit < place + count; unit++) marks |= cpu->host.marks[unit];
      if (marks & HAS_CODE) forget_code(cpu, place, count);
      if (marks & HAS_TABLE) {
        for (uint64_t unit = place; unit < place + count; unit++) cpu->host.marks[unit] &= ~HAS_TABLE;
        cpu->host.tables_are_old = 1;
        places_changed(cpu);
      }
    }

    void note_table(struct cpu *cpu, uint64_t place, unsigned count) {
      for (unsigned unit = 0; unit < count && place + unit < cpu->host.ram_size; unit++)
        cpu->host.marks[place + unit] |= HAS_TABLE;
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

    void forget_memory(struct cpu *cpu) {
      for (unsigned index = 0; index < DECODED; index++) cpu->host.decoded[index].key = NO_KEY;
      cpu->host.tables_are_old = 1;
      places_changed(cpu);
    }

    """

  static let fetch = """
    /* A unit of the instruction, fetched once; 0 where it cannot be fetched. */
    int unit_at(struct stream *stream, unsigned number) {
      struct cpu *cpu = stream->cpu;
      while (stream->known <= number) {
        if (stream->is_refused || stream->known == MOST_UNITS) return 0;
        jmp_buf outer;
        const unsigned mark = cpu->host.undo_count;
        memcpy(&outer, &cpu->host.handler, sizeof outer);
        if (setjmp(cpu->host.handler)) {
          memcpy(&cpu->host.handler, &outer, sizeof outer);
          undo(cpu, mark);
          stream->is_refused = 1;
          return 0;
        }
        stream->units[stream->known] = fetch_unit(cpu, stream->known, &stream->places[stream->known]);
        memcpy(&cpu->host.handler, &outer, sizeof outer);
        stream->known++;
      }
      return 1;
    }

    /* Notes where code was found, so that writing there is noticed. */
    static int is_in_line(struct cpu *cpu, const struct stream *stream) {
      if (cpu->host.fetches_apart || stream->is_refused || cpu->host.undo_count > 0) return 0;
      const uint64_t first = stream->places[0];
      const uint64_t last = first + stream->known * UNITS_PER_FETCH - 1;
      for (unsigned unit = 1; unit < stream->known; unit++)
        if (stream->places[unit] != first + unit * UNITS_PER_FETCH) return 0;
      return last < cpu->host.ram_size && !(cpu->host.has_board && is_board(first, last));
    }

    /* Fetches and decodes the next instruction; traps where that is refused, or where there is none. */
    static NOINLINE const struct decoded *fetch_instruction(struct cpu *cpu, uint64_t key) {
      struct stream stream = {.cpu = cpu};
      struct decoded *d = cpu->host.scratch;
      memset(d, 0, sizeof *d);
      cpu->host.undo_count = 0;
      cpu->host.fetches_apart = 0;
      cpu->host.current = d;
      save(cpu);
      cpu->host.notes_tables = 1;
      const int found = decode(&stream, d);
      cpu->host.notes_tables = 0;
      if (!found) {
        if (stream.is_refused) longjmp(cpu->host.handler, 1);
        d->length = stream.known * STREAM_UNIT / RAM_UNIT;
        otherwise(cpu);
      }
      d->length = stream.position / RAM_UNIT;
      if (key == NO_KEY || !is_in_line(cpu, &stream)) {
        /* Seen from the next instruction it may be another one. */
        look_again(cpu);
        return d;
      }
      d->key = key;
      d->place = stream.places[0];
      d->extent = stream.known * UNITS_PER_FETCH;
      for (unsigned unit = 0; unit < d->extent; unit++) cpu->host.marks[d->place + unit] |= HAS_CODE;
      struct decoded *kept = &cpu->host.decoded[(key / ADDRESSES_PER_UNIT) % DECODED];
      *kept = *d;
      return kept;
    }

    """

  static let loop = """
    /* Brings the devices up to date, takes interrupts, and tells whether an instruction is to be executed. */
    static NOINLINE int attend(struct cpu *cpu) {
      while (cpu->host.ending == RUNS) {
        now(cpu);
        cpu->host.undo_count = 0;
        if (cpu->host.places_are_old) refresh_context(cpu);
        if (cpu->host.steps >= cpu->host.limit) return 0;
        settle_devices(cpu);
        if (has_halted(cpu)) {
          end(cpu, ENDS_HALTED, 0, 0);
          return 0;
        }
        const int interrupt = accepted_interrupt(cpu);
        if (interrupt >= 0) {
          cpu->host.interrupts++;
          cpu->host.length = 0;
          cpu->host.current = NULL;
          cpu->host.entering = interrupt + 1;
          save(cpu);
          enter_interrupt(cpu, interrupt);
          cpu->host.entering = 0;
          cpu->host.undo_count = 0;
          cpu->host.steps++;
          continue;
        }
        if (!stands_still(cpu)) {
          const uint64_t horizon = device_horizon(cpu);
          const uint64_t left = cpu->host.limit - cpu->host.steps;
          cpu->host.deadline = cpu->host.steps + (horizon < left ? horizon : left);
          return 1;
        }
        if (!wait_for_devices(cpu)) {
          end(cpu, ENDS_WAITING, 0, 0);
          return 0;
        }
      }
      return 0;
    }

    /* Executes instructions until one traps, or the machine has come to its end. */
    static NOINLINE void execute(struct cpu *cpu) {
      struct decoded *const decoded = cpu->host.decoded;
      for (;;) {
        if (cpu->host.steps >= cpu->host.deadline && !attend(cpu)) return;
        const uint64_t key = cpu->host.context | fetch_address(cpu);
        const struct decoded *d = &decoded[(key / ADDRESSES_PER_UNIT) % DECODED];
        if (d->key != key) d = fetch_instruction(cpu, key);
        cpu->host.current = d;
        d->run(cpu, d);
        cpu->host.steps++;
      }
    }

    /* Takes the trap that has just been raised. */
    static void take_trap(struct cpu *cpu) {
      const enum trap first = cpu->host.trap;
      if (cpu->host.entering) {
        undo(cpu, 0);
        restore(cpu);
        end(cpu, ENDS_IN_INTERRUPT, cpu->host.entering - 1, first);
        cpu->host.entering = 0;
        return;
      }
      cpu->host.traps++;
      if (!is_imprecise(first)) {
        undo(cpu, 0);
        restore(cpu);
      }
      cpu->host.undo_count = 0;
      cpu->host.length = cpu->host.current ? cpu->host.current->length : 0;
      save(cpu);
      if (setjmp(cpu->host.handler)) {
        undo(cpu, 0);
        restore(cpu);
        end(cpu, ENDS_IN_ENTRY, first, cpu->host.trap);
        return;
      }
      enter_trap(cpu);
      cpu->host.undo_count = 0;
      if (cpu->host.ending == RUNS) cpu->host.steps++;
    }

    /* Executes until a trap is to be taken; 0 when nothing more is to be executed. */
    static int execute_until_trap(struct cpu *cpu) {
      if (setjmp(cpu->host.handler)) return cpu->host.ending == RUNS;
      execute(cpu);
      return 0;
    }

    void run(struct cpu *cpu, uint64_t limit) {
      cpu->host.limit = limit;
      look_again(cpu);
      while (execute_until_trap(cpu)) take_trap(cpu);
      now(cpu);
    }

    struct cpu *make_machine(uint64_t ram_size) {
      struct cpu *cpu = calloc(1, sizeof *cpu);
      if (!cpu) return NULL;
      cpu->host.ram = calloc(ram_size, sizeof(ram_unit));
      cpu->host.marks = calloc(ram_size + 16, 1);
      cpu->host.decoded = aligned_alloc(64, DECODED * sizeof(struct decoded));
      cpu->host.scratch = aligned_alloc(64, sizeof(struct decoded));
      if (!cpu->host.ram || !cpu->host.marks || !cpu->host.decoded || !cpu->host.scratch) {
        free_machine(cpu);
        return NULL;
      }
      cpu->host.ram_size = cpu->host.short_size = ram_size;
      cpu->host.has_board = 1;
      forget_memory(cpu);
      return cpu;
    }

    void free_machine(struct cpu *cpu) {
      if (!cpu) return;
      free(cpu->host.ram);
      free(cpu->host.marks);
      free(cpu->host.decoded);
      free(cpu->host.scratch);
      free(cpu);
    }

    """
}
