/// The program that runs a machine, or guests under a monitor: the command line, and how all has ended.
enum MainText {

  static let source = #"""
    #define _POSIX_C_SOURCE 200809L

    #include <stdlib.h>
    #include <time.h>

    #include "devices.h"
    #include "program.h"
    #include "registers.h"
    #include "run.h"
    #include "steps.h"
    #if HAS_MONITOR
    #include "guests.h"
    #endif

    static const char usage[] =
      "usage: " MACHINE_NAME " PROGRAM [--at ADDRESS] [--entry ADDRESS] [--memory UNITS] [--disk FILE]\n"
      "               [--max-steps N] [--stats] [--state]\n"
    #if HAS_MONITOR
      "       " MACHINE_NAME " --depth N PROGRAM... [--slice N] [the same]\n"
    #endif
    #if HAS_MONITOR
      "       " MACHINE_NAME " --steps [--memory UNITS] [--depth N]\n"
    #else
      "       " MACHINE_NAME " --steps [--memory UNITS]\n"
    #endif
      "\n"
      MACHINE_TITLE ". PROGRAM is an ELF file (32-bit, executable) or a raw image, which stands and starts at\n"
      "--at. The console is standard input and standard output. --steps takes single steps from the states that\n"
      "standard input describes: lines 'NAME=HEX' set registers, '@ADDRESS=UNITS' memory, and 'step' takes a step.\n"
    #if HAS_MONITOR
      "--depth runs programs as guests of that many monitors in one another, each with --memory of its own, in turn, for\n"
      "--slice steps. The nth --disk is that of the nth guest, and the console is that of the first; what the others\n"
      "write is shown in the end.\n"
    #endif
      "--stats tells what was done, and --state the registers in the end with a checksum of memory.\n"
      "\n"
      "exit codes: 0 all machines have halted, 1 one ended badly, 2 a program cannot be run, 3 --max-steps\n";

    /* What the command line says. */
    struct options {
      const char **programs, **disks;
      unsigned program_count, disk_count, depth;
      struct program program;
      uint64_t memory, most, slice;
      int stats, state, steps;
    };

    static void wrong(void) {
      fputs(usage, stderr);
      exit(2);
    }

    static struct options read_options(int count, char **arguments) {
      struct options options = {.most = UINT64_MAX};
      options.programs = calloc(count, sizeof *options.programs);
      options.disks = calloc(count, sizeof *options.disks);
      if (!options.programs || !options.disks) fail("not enough memory", NULL);
      for (int index = 1; index < count; index++) {
        const char *argument = arguments[index], *next = index + 1 < count ? arguments[index + 1] : NULL;
        if (strcmp(argument, "--at") == 0) {
          options.program.at = number(next);
          options.program.has_at = 1;
          index++;
        } else if (strcmp(argument, "--entry") == 0) {
          options.program.entry = number(next);
          options.program.has_entry = 1;
          index++;
        } else if (strcmp(argument, "--memory") == 0) {
          options.memory = number(next);
          if (options.memory == 0 || options.memory > MOST_RAM_SIZE) fail("the machine cannot have so much memory", NULL);
          index++;
        } else if (strcmp(argument, "--max-steps") == 0) {
          options.most = number(next);
          index++;
        } else if (strcmp(argument, "--disk") == 0) {
          if (!next) fail("--disk takes a file", NULL);
          options.disks[options.disk_count++] = next;
          index++;
    #if HAS_MONITOR
        } else if (strcmp(argument, "--depth") == 0) {
          const uint64_t depth = number(next);
          if (depth > MOST_MONITORS) fail("--depth takes a number from 0 to 16", NULL);
          options.depth = depth;
          index++;
        } else if (strcmp(argument, "--slice") == 0) {
          options.slice = number(next);
          if (options.slice == 0) fail("--slice takes a number from 1 on", NULL);
          index++;
    #endif
        } else if (strcmp(argument, "--stats") == 0) {
          options.stats = 1;
        } else if (strcmp(argument, "--state") == 0) {
          options.state = 1;
        } else if (strcmp(argument, "--steps") == 0) {
          options.steps = 1;
        } else if (strcmp(argument, "--help") == 0) {
          fputs(usage, stdout);
          exit(0);
        } else if (argument[0] == '-') {
          wrong();
        } else {
          options.programs[options.program_count++] = argument;
        }
      }
      if (options.steps ? options.program_count != 0 : options.program_count == 0) wrong();
      if (options.depth == 0 && options.program_count > 1) wrong();
      if (options.disk_count > (options.program_count ? options.program_count : 1)) fail("there are more disks than programs", NULL);
      return options;
    }

    static double seconds(void) {
      struct timespec time;
      clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
      return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
    }

    /* The registers, and the FNV-1a checksum of memory. */
    static void print_state(const struct cpu *cpu) {
      for (unsigned index = 0; index < register_count; index++) {
        const uint128_t value = get_register(cpu, index);
        fprintf(stderr, "%s=%llx%016llx\n", register_names[index].name, (unsigned long long)(value >> 64),
                (unsigned long long)value);
      }
      uint64_t hash = UINT64_C(0xCBF29CE484222325);
      for (uint64_t unit = 0; unit < cpu->host.ram_size; unit++)
        hash = (hash ^ (uint64_t)cpu->host.ram[unit]) * UINT64_C(0x100000001B3);
      fprintf(stderr, "memory=%016llx\n", (unsigned long long)hash);
    }

    static const char *const ending_texts[] = {
      "", "", "", "delivering a trap raised another one", "delivering an interrupt raised a trap",
      "the reset raised a trap", "the specification does not say how this trap is delivered",
      "what stands here is no instruction", "the machine is broken",
    };

    static int run_bare(const struct options *options) {
      struct cpu *cpu = make_machine(options->memory ? options->memory : USUAL_RAM_SIZE);
      if (!cpu) fail("there is not enough room for the machine's memory", NULL);
      if (options->steps) return take_steps(cpu, NULL);
      static struct board board;
      connect_board(&board);
      if (options->disk_count && !open_disk(&board, options->disks[0])) fail("cannot open the disk", options->disks[0]);
      cpu->host.board = &board;
      const char *failure = load_program(cpu, options->programs[0], &options->program);
      if (failure) fail(failure, options->programs[0]);
      const double before = seconds();
      run(cpu, options->most);
      const double taken = seconds() - before;
      flush_output(&board);
      if (options->state) print_state(cpu);
      if (options->stats) {
        fprintf(stderr, "steps         %llu\ntraps         %llu\ninterrupts    %llu\nseconds       %.3f\nmillion/s     %.3f\n",
                (unsigned long long)cpu->host.steps, (unsigned long long)cpu->host.traps,
                (unsigned long long)cpu->host.interrupts, taken,
                taken > 0 ? (double)cpu->host.steps / taken / 1e6 : 0);
      }
      const enum ending ending = cpu->host.ending;
      const unsigned long long done = cpu->host.steps, place = fetch_address(cpu);
      free_machine(cpu);
      if (ending == ENDS_HALTED || ending == ENDS_WAITING) return 0;
      if (ending == RUNS) {
        fprintf(stderr, "error: the program has not ended after %llu steps, at 0x%llX\n", done, place);
        return 3;
      }
      fprintf(stderr, "error: the machine has stopped: %s; after %llu steps, at 0x%llX\n", ending_texts[ending], done,
              place);
      return 1;
    }

    #if HAS_MONITOR

    static int run_guests(const struct options *options) {
      const char *failure;
      struct monitor *monitor =
        make_monitor(options->steps ? 1 : options->program_count, options->depth, options->memory, &failure);
      if (!monitor) fail(failure, NULL);
      if (options->steps) return take_steps(monitor->guests[0].vm->cpu, monitor->guests[0].vm);
      if (options->slice) monitor->slice = options->slice;
      for (unsigned index = 0; index < options->program_count; index++) {
        struct guest *guest = &monitor->guests[index];
        guest->name = options->programs[index];
        if (!connect_guest(guest, index == 0, index < options->disk_count ? options->disks[index] : NULL))
          fail("cannot open the disk", index < options->disk_count ? options->disks[index] : NULL);
        /* A guest that cannot be loaded is none, and the others go on. */
        guest->failure = load_program(guest->vm->cpu, guest->name, &options->program);
        guest->has_ended = guest->failure != NULL;
      }
      const double before = seconds();
      run_monitor(monitor, options->most);
      const double taken = seconds() - before;
      for (unsigned index = 0; index < options->program_count; index++) show_output(&monitor->guests[index], index == 0);
      int worst = 0;
      for (unsigned index = 0; index < options->program_count; index++) {
        const int status = tell_ending(&monitor->guests[index], ending_texts);
        if (status && (worst == 0 || status < worst)) worst = status;
        if (options->state) print_state(monitor->guests[index].vm->cpu);
      }
      if (!is_intact(monitor)) {
        fputs("error: internal: the monitor's own memory was changed\n", stderr);
        worst = 4;
      }
      if (options->stats) {
        print_statistics(monitor);
        fprintf(stderr, "seconds       %.3f\n", taken);
      }
      free_monitor(monitor);
      return worst;
    }

    #endif

    int main(int count, char **arguments) {
      const struct options options = read_options(count, arguments);
    #if HAS_MONITOR
      if (options.depth > 0) return run_guests(&options);
    #endif
      return run_bare(&options);
    }

    """#
}
