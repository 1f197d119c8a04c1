/// What the program does for guests: their consoles and disks, and how they have ended.
enum GuestsText {

  static let header = """
    #ifndef GUESTS_H
    #define GUESTS_H

    #include "allocator.h"

    /* Gives a guest its console and its disk; 0 where that cannot be opened. */
    int connect_guest(struct guest *guest, int has_terminal, const char *disk);

    /* Shows what a guest has written that has no terminal. */
    void show_output(struct guest *guest, int has_terminal);

    /* Tells how a guest has ended, if not as it should; the exit code. */
    int tell_ending(const struct guest *guest, const char *const *ending_texts);
    void print_statistics(const struct monitor *monitor);

    #endif

    """

  static let source = #"""
    #define _POSIX_C_SOURCE 200809L

    #include "guests.h"
    #include "run.h"

    int connect_guest(struct guest *guest, int has_terminal, const char *disk) {
      if (has_terminal) {
        connect_board(&guest->board);
      } else {
        FILE *kept = tmpfile();
        guest->board.input_has_ended = 1;
        guest->board.output = kept ? fileno(kept) : -1;
        guest->board.kept = kept;
      }
      return !disk || open_disk(&guest->board, disk);
    }

    void show_output(struct guest *guest, int has_terminal) {
      flush_output(&guest->board);
      FILE *kept = guest->board.kept;
      if (has_terminal || !kept || fseek(kept, 0, SEEK_END) != 0 || ftell(kept) <= 0) return;
      rewind(kept);
      const char *name = strrchr(guest->name, '/');
      printf("--- %s\n", name ? name + 1 : guest->name);
      int character, last = 0;
      while ((character = getc(kept)) != EOF) putchar(last = character);
      if (last != '\n') putchar('\n');
      fflush(stdout);
    }

    int tell_ending(const struct guest *guest, const char *const *ending_texts) {
      const struct cpu *cpu = guest->vm->cpu;
      const char *text;
      int status = 1;
      if (guest->failure) {
        text = guest->failure;
      } else if (guest->vm->verdict == SPINS) {
        text = "it spins: its state does not change any more";
      } else if (guest->vm->verdict == TRAPS_FOR_EVER) {
        text = "it faults in its fault handler: a trap leads to itself";
      } else if (guest->vm->verdict == IS_LOST) {
        text = "internal: the monitor has lost it";
        status = 4;
      } else if (guest->is_at_limit) {
        text = "it was stopped";
        status = 3;
      } else if (cpu->host.ending == ENDS_HALTED || cpu->host.ending == ENDS_WAITING) {
        return 0;
      } else {
        text = ending_texts[cpu->host.ending];
      }
      const char *name = strrchr(guest->name, '/');
      fprintf(stderr, "error: guest '%s': %s, at 0x%llX after %llu steps\n", name ? name + 1 : guest->name, text,
              (unsigned long long)fetch_address(cpu), (unsigned long long)cpu->host.steps);
      return status;
    }

    static void print_vm(const struct vm *vm) {
      const struct statistics *s = &vm->statistics;
      const uint64_t all = s->direct + s->emulated + s->reflected;
      fprintf(stderr, "  steps       %llu\n", (unsigned long long)vm->cpu->host.steps);
      fprintf(stderr, "  direct      %llu\n", (unsigned long long)s->direct);
      fprintf(stderr, "  emulated    %llu\n", (unsigned long long)s->emulated);
      fprintf(stderr, "  reflected   %llu\n", (unsigned long long)s->reflected);
      fprintf(stderr, "  interrupts  %llu\n", (unsigned long long)s->interrupts);
      fprintf(stderr, "  fills       %llu\n", (unsigned long long)s->fills);
      fprintf(stderr, "  switches    %llu\n", (unsigned long long)s->switches);
      fprintf(stderr, "  share       %.3f %%\n", all ? 100.0 * (double)s->direct / (double)all : 100.0);
    }

    void print_statistics(const struct monitor *monitor) {
      for (unsigned index = 0; index < monitor->guest_count; index++) {
        fprintf(stderr, "guest %s\n", monitor->guests[index].name);
        print_vm(monitor->guests[index].vm);
      }
      for (unsigned level = 0; level + 1 < monitor->depth; level++) {
        fprintf(stderr, "monitor %u, as a guest of monitor %u\n", level + 2, level + 1);
        print_vm(monitor->outer[level]);
      }
    }

    """#
}
