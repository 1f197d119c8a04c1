/// The allocator of a monitor, as it is the same for every machine: memory, and the processor in slices of time.
enum AllocatorText {

  static let header = """
    #ifndef ALLOCATOR_H
    #define ALLOCATOR_H

    /* The monitors of one machine, and the guests of the innermost. */

    #include "devices.h"
    #include "monitor.h"

    enum { MOST_MONITORS = 16 };

    /* A guest: a virtual machine, with what its devices are connected to. */
    struct guest {
      const char *name;
      struct vm *vm;
      struct board board;
      const char *failure; /* why it could not be loaded */
      int has_ended, is_at_limit;
    };

    /* The memory that a monitor keeps for itself, and its checksum. */
    struct own_memory {
      const struct cpu *cpu;
      uint64_t checksum;
    };

    struct monitor {
      struct cpu *machine; /* the bare machine */
      unsigned depth, guest_count;
      struct vm *outer[MOST_MONITORS]; /* the virtual machines of the inner monitors, the outermost first */
      struct own_memory own[MOST_MONITORS];
      struct guest *guests;
      uint64_t slice; /* the steps of a guest before it is the turn of the next one */
    };

    /* Monitors in one another, and in the innermost so many guests of so many units of memory each, or of as many as
       usual if that is 0. What is wrong is said in `failure`. */
    struct monitor *make_monitor(unsigned guests, unsigned depth, uint64_t memory, const char **failure);
    void free_monitor(struct monitor *monitor);

    /* Runs the guests in turn, until all have ended, or each has had so many steps. */
    void run_monitor(struct monitor *monitor, uint64_t most);

    /* Whether all memory of the monitors themselves is as they have left it. */
    int is_intact(const struct monitor *monitor);

    #endif

    """

  static let source = """
    #include <stdlib.h>

    #include "allocator.h"
    #include "run.h"

    /* What slices begin at multiples of, and what every monitor keeps for itself, from address 0 on. */
    enum { ALIGNMENT = 0x2000, TABLES = (TABLE_UNITS + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT, RESERVE = TABLES + ALIGNMENT };

    static uint64_t aligned(uint64_t count) { return (count + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT; }

    /* FNV-1a over the units that hold no tables, which change whenever something is installed. */
    static uint64_t checksum(const struct cpu *cpu) {
      uint64_t hash = UINT64_C(0xCBF29CE484222325);
      for (unsigned unit = TABLE_UNITS; unit < RESERVE; unit++)
        hash = (hash ^ (uint64_t)cpu->host.ram[unit]) * UINT64_C(0x100000001B3);
      return hash;
    }

    /* Fills a monitor's memory with what no guest can guess: Knuth's multiplicative generator (MMIX). */
    static struct own_memory own_memory(struct cpu *cpu, unsigned level) {
      uint64_t word = level * UINT64_C(0x9E3779B97F4A7C15) + 1;
      for (unsigned unit = TABLE_UNITS; unit < RESERVE; unit++) {
        word = word * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        cpu->host.ram[unit] = (ram_unit)((word >> 32) & ones(RAM_UNIT));
      }
      return (struct own_memory){cpu, checksum(cpu)};
    }

    int is_intact(const struct monitor *monitor) {
      for (unsigned level = 0; level < monitor->depth; level++)
        if (checksum(monitor->own[level].cpu) != monitor->own[level].checksum) return 0;
      return 1;
    }

    static struct monitor *fail(struct monitor *monitor, const char *what, const char **failure) {
      *failure = what;
      free_monitor(monitor);
      return NULL;
    }

    struct monitor *make_monitor(unsigned guests, unsigned depth, uint64_t memory, const char **failure) {
      const char *const no_room = "there is not enough room for the machine's memory";
      const uint64_t room = guests > 0 && depth > 0 && depth <= MOST_MONITORS && MOST_MEMORY > (uint64_t)RESERVE * depth
                              ? (MOST_MEMORY - (uint64_t)RESERVE * depth) / guests / ALIGNMENT * ALIGNMENT : 0;
      const uint64_t count = memory ? memory : GUEST_MEMORY < room ? GUEST_MEMORY : room;
      if (count == 0 || aligned(count) > room)
        return fail(NULL, "the guests and monitors need more memory than the machine can have", failure);
      struct monitor *monitor = calloc(1, sizeof *monitor);
      if (!monitor) return fail(NULL, no_room, failure);
      monitor->guests = calloc(guests, sizeof *monitor->guests);
      uint64_t size = RESERVE + guests * aligned(count);
      monitor->machine = make_machine(size + (uint64_t)RESERVE * (depth - 1));
      if (!monitor->guests || !monitor->machine) return fail(monitor, no_room, failure);
      monitor->slice = 50000;
      monitor->guest_count = guests;
      set_reset_values(monitor->machine);
      monitor->own[monitor->depth++] = own_memory(monitor->machine, 0);
      struct cpu *hardware = monitor->machine;
      struct vm *below = NULL;
      for (unsigned level = 1; level < depth; level++) {
        below = make_vm(hardware, below, RESERVE, size + (uint64_t)RESERVE * (depth - 1 - level));
        if (!below) return fail(monitor, no_room, failure);
        monitor->outer[level - 1] = below;
        below->keeps_traps = 1;
        hardware = below->cpu;
        set_reset_values(hardware);
        monitor->own[monitor->depth++] = own_memory(hardware, level);
      }
      for (unsigned number = 0; number < guests; number++) {
        struct guest *guest = &monitor->guests[number];
        guest->vm = make_vm(hardware, below, RESERVE + number * aligned(count), count);
        if (!guest->vm) return fail(monitor, no_room, failure);
        guest->vm->cpu->host.board = &guest->board;
        set_reset_values(guest->vm->cpu);
      }
      return monitor;
    }

    void free_monitor(struct monitor *monitor) {
      if (!monitor) return;
      for (unsigned number = 0; monitor->guests && number < monitor->guest_count; number++)
        free_vm(monitor->guests[number].vm);
      for (unsigned level = MOST_MONITORS; level > 0; level--) free_vm(monitor->outer[level - 1]);
      free_machine(monitor->machine);
      free(monitor->guests);
      free(monitor);
    }

    /* Gives the processor to a guest for a slice of time. */
    static void turn(struct monitor *monitor, struct guest *guest, uint64_t most) {
      const struct cpu *cpu = guest->vm->cpu;
      const uint64_t left = cpu->host.steps < most ? most - cpu->host.steps : 0;
      if (left == 0) {
        guest->is_at_limit = guest->has_ended = 1;
        return;
      }
      const uint64_t slice = left < monitor->slice ? left : monitor->slice;
      if (run_vm(guest->vm, slice) == TIME_IS_UP && slice < left) give_up_if_it_spins(guest->vm);
      if (guest->vm->verdict != GOES_ON || cpu->host.ending != RUNS) guest->has_ended = 1;
    }

    void run_monitor(struct monitor *monitor, uint64_t most) {
      unsigned active;
      do {
        active = 0;
        for (unsigned number = 0; number < monitor->guest_count; number++) {
          struct guest *guest = &monitor->guests[number];
          if (guest->has_ended) continue;
          turn(monitor, guest, most);
          active++;
        }
      } while (active > 0);
    }

    """
}
