/// The parts of the loop that are the same for every machine.
enum RunText {

  static let header = """
    #ifndef RUN_H
    #define RUN_H

    #include "decoded.h"

    /* A machine with memory of so many units, or NULL where the host has not so much. */
    struct cpu *make_machine(uint64_t ram_size);
    void free_machine(struct cpu *cpu);

    void reset(struct cpu *cpu);
    void set_reset_values(struct cpu *cpu);

    /* A machine that has a part of another one's memory for its own: a virtual machine. */
    struct cpu *make_virtual_machine(struct cpu *below, uint64_t base, uint64_t ram_size);
    void free_virtual_machine(struct cpu *cpu);

    int set_program_counter(struct cpu *cpu, uint64_t address);
    uint64_t fetch_address(const struct cpu *cpu);

    /* Runs until the machine has come to its end, or to so many steps since its reset. */
    void run(struct cpu *cpu, uint64_t limit);

    /* Runs, for at most so many steps, until an instruction traps: 1, with the machine as it was before it. 0 when the
       steps are done, or the machine has come to its end. */
    int run_until_trap(struct cpu *cpu, uint64_t steps);

    /* The parts of that: what comes between instructions, one instruction, and the trap that it has raised. */
    int attend(struct cpu *cpu);
    const struct decoded *next_instruction(struct cpu *cpu);
    void take_trap(struct cpu *cpu);

    /* The interrupt that is accepted now, or -1. */
    int accepted_interrupt(struct cpu *cpu);

    /* Where a unit stands of the memory that the last stage of translation has below it, which is the program's where there
       is no other; 0 where it is refused, or that would change something. */
    int find_place(struct cpu *cpu, uint64_t address, unsigned access, uint64_t *place);
    void note_place_state(const struct cpu *cpu, struct place_state *state);

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
    static NOINLINE struct decoded *fetch_instruction(struct cpu *cpu, uint64_t key) {
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
    NOINLINE int attend(struct cpu *cpu) {
      while (cpu->host.ending == RUNS) {
        now(cpu);
        cpu->host.undo_count = 0;
        if (cpu->host.places_are_old) refresh_context(cpu);
        if (cpu->host.steps >= cpu->host.limit) return 0;
        if (cpu->host.is_wanted && cpu->host.is_wanted(cpu)) return 0;
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
          cpu->host.enter_interrupt(cpu, interrupt);
          cpu->host.entering = 0;
          cpu->host.undo_count = 0;
          cpu->host.steps++;
          continue;
        }
        if (!stands_still(cpu)) {
          const uint64_t horizon = device_horizon(cpu);
          const uint64_t left = cpu->host.limit - cpu->host.steps;
          cpu->host.deadline = cpu->host.steps + (horizon < left ? horizon : left);
          /* A virtual machine leaves it to the hardware to ask before each instruction. */
          if (cpu->host.is_wanted && !cpu->host.below) cpu->host.deadline = cpu->host.steps + 1;
          return 1;
        }
        if (!wait_for_devices(cpu)) {
          end(cpu, ENDS_WAITING, 0, 0);
          return 0;
        }
      }
      return 0;
    }

    /* The next instruction, as the loop below finds it. */
    const struct decoded *next_instruction(struct cpu *cpu) {
      if (cpu->host.places_are_old) refresh_context(cpu);
      const uint64_t key = cpu->host.context | fetch_address(cpu);
      const struct decoded *d = &cpu->host.decoded[(key / ADDRESSES_PER_UNIT) % DECODED];
      if (d->key != key) d = fetch_instruction(cpu, key);
      cpu->host.current = d;
      return d;
    }

    /* Executes instructions until one traps, or the machine has come to its end. */
    static NOINLINE void execute(struct cpu *cpu) {
      struct decoded *const decoded = cpu->host.decoded;
      struct decoded *last = cpu->host.scratch;
      last->next = 0;
      for (;;) {
        if (cpu->host.steps >= cpu->host.deadline && !attend(cpu)) return;
        const uint64_t key = cpu->host.context | fetch_address(cpu);
        /* The one that came behind the last one before: its place need not wait for the program counter. */
        struct decoded *d = &decoded[last->next];
        if (d->key != key) {
          last->next = (key / ADDRESSES_PER_UNIT) % DECODED;
          d = &decoded[last->next];
          if (d->key != key) d = fetch_instruction(cpu, key);
        }
        cpu->host.current = last = d;
        d->run(cpu, d);
        cpu->host.steps++;
      }
    }

    /* Takes the trap that has just been raised. */
    void take_trap(struct cpu *cpu) {
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
      cpu->host.enter_trap(cpu);
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

    int run_until_trap(struct cpu *cpu, uint64_t steps) {
      cpu->host.limit = cpu->host.steps + steps;
      cpu->host.is_refused = 0;
      look_again(cpu);
      const int has_trapped = execute_until_trap(cpu);
      if (has_trapped) {
        undo(cpu, 0);
        restore(cpu);
      }
      now(cpu);
      return has_trapped;
    }

    /* A machine without memory. */
    static struct cpu *make_processor(void) {
      struct cpu *cpu = calloc(1, sizeof *cpu);
      if (!cpu) return NULL;
      cpu->host.decoded = aligned_alloc(64, DECODED * sizeof(struct decoded));
      cpu->host.scratch = aligned_alloc(64, sizeof(struct decoded));
      cpu->host.enter_trap = enter_trap;
      cpu->host.enter_interrupt = enter_interrupt;
      cpu->host.has_board = 1;
      if (!cpu->host.decoded || !cpu->host.scratch) {
        free_virtual_machine(cpu);
        return NULL;
      }
      forget_memory(cpu);
      return cpu;
    }

    struct cpu *make_machine(uint64_t ram_size) {
      struct cpu *cpu = make_processor();
      if (!cpu) return NULL;
      cpu->host.ram = calloc(ram_size, sizeof(ram_unit));
      cpu->host.marks = calloc(ram_size + 16, 1);
      if (!cpu->host.ram || !cpu->host.marks) {
        free_machine(cpu);
        return NULL;
      }
      cpu->host.ram_size = cpu->host.short_size = ram_size;
      return cpu;
    }

    void free_machine(struct cpu *cpu) {
      if (!cpu) return;
      free(cpu->host.ram);
      free(cpu->host.marks);
      free_virtual_machine(cpu);
    }

    struct cpu *make_virtual_machine(struct cpu *below, uint64_t base, uint64_t ram_size) {
      struct cpu *cpu = make_processor();
      if (!cpu) return NULL;
      cpu->host.ram = below->host.ram + base;
      cpu->host.marks = below->host.marks + base;
      cpu->host.ram_size = cpu->host.short_size = ram_size;
      cpu->host.base = base;
      cpu->host.below = below;
      cpu->host.beside = below->host.above;
      below->host.above = cpu;
      return cpu;
    }

    void free_virtual_machine(struct cpu *cpu) {
      if (!cpu) return;
      free(cpu->host.decoded);
      free(cpu->host.scratch);
      free(cpu);
    }

    """
}
