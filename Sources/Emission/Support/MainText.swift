/// The program that runs a machine: it loads what is to run, and tells how that ended.
enum MainText {

  static let source = #"""
    #define _POSIX_C_SOURCE 200809L

    #include <stdlib.h>
    #include <time.h>

    #include "devices.h"
    #include "registers.h"
    #include "run.h"

    static const char usage[] =
      "usage: " MACHINE_NAME " PROGRAM [--at ADDRESS] [--entry ADDRESS] [--memory UNITS] [--disk FILE]\n"
      "               [--max-steps N] [--stats]\n"
      "       " MACHINE_NAME " --steps [--memory UNITS]\n"
      "\n"
      MACHINE_TITLE ". PROGRAM is an ELF file (32-bit, executable) or a raw image, which stands and starts at\n"
      "--at. The console is standard input and standard output. --steps takes single steps from the states that\n"
      "standard input describes: lines 'NAME=HEX' set registers, '@ADDRESS=UNITS' memory, and 'step' takes a step.\n"
      "\n"
      "exit codes: 0 the machine has halted, 1 it ended badly, 2 the program cannot be run, 3 --max-steps\n";

    static void fail(const char *what, const char *detail) {
      fprintf(stderr, "error: %s%s%s\n", what, detail ? ": " : "", detail ? detail : "");
      exit(2);
    }

    static uint64_t number(const char *text) {
      char *end_of_number;
      if (!text) fail("an option has no value", NULL);
      const uint64_t value = strtoull(text, &end_of_number, 0);
      if (end_of_number == text || *end_of_number) fail("this is not a number", text);
      return value;
    }

    /* ---- Programs */

    static unsigned char *read_file(const char *path, uint64_t *size) {
      FILE *file = fopen(path, "rb");
      if (!file) fail("cannot open the program", path);
      unsigned char *bytes = NULL;
      uint64_t count = 0, room = 0;
      for (;;) {
        if (count == room) {
          room = room ? 2 * room : 65536;
          bytes = realloc(bytes, room);
          if (!bytes) fail("not enough memory for the program", path);
        }
        const size_t more = fread(bytes + count, 1, room - count, file);
        if (more == 0) break;
        count += more;
      }
      fclose(file);
      *size = count;
      return bytes;
    }

    static uint64_t elf_number(const unsigned char *bytes, uint64_t size, uint64_t place, unsigned count) {
      if (place > size || size - place < count) fail("this ELF file is truncated", NULL);
      uint64_t result = 0;
      for (unsigned byte = 0; byte < count; byte++)
        result |= (uint64_t)bytes[place + byte] << 8 * (bytes[5] == 2 ? count - 1 - byte : byte);
      return result;
    }

    /* Puts the segments of an ELF file into memory, and tells where the program starts. */
    static uint64_t load_elf(struct cpu *cpu, const unsigned char *bytes, uint64_t size) {
      if (size < 52 || bytes[4] != 1) fail("only 32-bit ELF files are read", NULL);
      if ((bytes[5] == 2) != IS_BIG_ENDIAN) fail("this ELF file is of the other byte order", NULL);
      if (ELF_MACHINE && elf_number(bytes, size, 18, 2) != ELF_MACHINE) fail("this ELF file is for another machine", NULL);
      const uint64_t table = elf_number(bytes, size, 28, 4);
      const uint64_t each = elf_number(bytes, size, 42, 2);
      const uint64_t count = elf_number(bytes, size, 44, 2);
      const unsigned unit = RAM_UNIT / 8 ? RAM_UNIT / 8 : 1;
      for (uint64_t header = table; header < table + each * count; header += each) {
        if (elf_number(bytes, size, header, 4) != 1) continue;
        const uint64_t offset = elf_number(bytes, size, header + 4, 4);
        const uint64_t address = elf_number(bytes, size, header + 12, 4);
        const uint64_t length = elf_number(bytes, size, header + 16, 4);
        const uint64_t room = elf_number(bytes, size, header + 20, 4);
        if (offset > size || length > size - offset) fail("this ELF file is truncated", NULL);
        if (address % unit || address / unit + room / unit > cpu->host.ram_size)
          fail("the program does not fit into memory", NULL);
        if (length && !put_bytes(cpu, address / unit, bytes + offset, length))
          fail("the program does not fit into memory", NULL);
      }
      return elf_number(bytes, size, 24, 4) / unit;
    }

    /* ---- Single steps */

    static int hex_digit(int character) {
      if (character >= '0' && character <= '9') return character - '0';
      if (character >= 'a' && character <= 'f') return character - 'a' + 10;
      return -1;
    }

    static uint128_t hexadecimal(const char *text) {
      uint128_t value = 0;
      for (; hex_digit(*text) >= 0; text++) value = value << 4 | hex_digit(*text);
      return value;
    }

    static void print_hexadecimal(uint128_t value) {
      if (value >> 64) {
        printf("%llx%016llx", (unsigned long long)(value >> 64), (unsigned long long)value);
      } else {
        printf("%llx", (unsigned long long)value);
      }
    }

    static uint64_t written[1 << 16];
    static uint128_t *registers_before;

    /* The units of memory that the present state has given a value. */
    static uint64_t *given;
    static uint64_t given_count, given_room;

    static void set_memory(struct cpu *cpu, const char *text) {
      const char *digits = strchr(text, '=');
      if (!digits) fail("a line without '='", text);
      uint64_t address = hexadecimal(text);
      const unsigned per_unit = (RAM_UNIT + 3) / 4;
      for (digits++; hex_digit(*digits) >= 0; address++) {
        uint128_t value = 0;
        for (unsigned digit = 0; digit < per_unit && hex_digit(*digits) >= 0; digit++)
          value = value << 4 | hex_digit(*digits++);
        if (address >= cpu->host.ram_size) fail("there is no memory at this address", text);
        if (given_count == given_room) {
          given_room = given_room ? 2 * given_room : 4096;
          given = realloc(given, given_room * sizeof *given);
          if (!given) fail("not enough memory", NULL);
        }
        given[given_count++] = address;
        cpu->host.ram[address] = value;
      }
    }

    static void set_named(struct cpu *cpu, char *text) {
      char *equals = strchr(text, '=');
      if (!equals) fail("a line without '='", text);
      *equals = 0;
      for (unsigned index = 0; index < register_count; index++) {
        if (strcmp(register_names[index].name, text) == 0) {
          put_register(cpu, index, hexadecimal(equals + 1));
          return;
        }
      }
      fail("the machine has no register", text);
    }

    /* Takes a step, and prints how it went, the registers that it changed, and the memory that it wrote. */
    static void take_step(struct cpu *cpu) {
      for (unsigned index = 0; index < register_count; index++) registers_before[index] = get_register(cpu, index);
      forget_memory(cpu);
      cpu->host.ending = RUNS;
      cpu->host.steps = cpu->host.synced = cpu->host.traps = cpu->host.interrupts = 0;
      cpu->host.written_count = 0;
      run(cpu, 1);
      printf("%s", cpu->host.ending != RUNS ? "ends" : cpu->host.interrupts ? "interrupted"
                   : cpu->host.traps ? "traps" : "completes");
      for (unsigned index = 0; index < register_count; index++) {
        const uint128_t value = get_register(cpu, index);
        if (value == registers_before[index]) continue;
        printf(" %s=", register_names[index].name);
        print_hexadecimal(value);
      }
      for (unsigned index = 0; index < cpu->host.written_count; index++) {
        printf(" @%llx=", (unsigned long long)written[index]);
        print_hexadecimal(cpu->host.ram[written[index]]);
      }
      putchar('\n');
      for (unsigned index = 0; index < cpu->host.written_count; index++) cpu->host.ram[written[index]] = 0;
      for (uint64_t index = 0; index < given_count; index++) cpu->host.ram[given[index]] = 0;
      given_count = 0;
      set_reset_values(cpu);
    }

    static int take_steps(struct cpu *cpu) {
      static char line[1 << 20];
      registers_before = calloc(register_count + 1, sizeof *registers_before);
      if (!registers_before) fail("not enough memory", NULL);
      static struct board board = {.input = -1, .output = -1};
      cpu->host.board = &board;
      cpu->host.short_size = 0;
      cpu->host.written = written;
      cpu->host.written_room = sizeof written / sizeof *written;
      cpu->host.has_board = 0;
      set_reset_values(cpu);
      while (fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = 0;
        if (strcmp(line, "step") == 0) {
          take_step(cpu);
        } else if (line[0] == '@') {
          set_memory(cpu, line + 1);
        } else if (line[0]) {
          set_named(cpu, line);
        }
      }
      return 0;
    }

    /* ---- Runs */

    static const char *const ending_texts[] = {
      "", "", "", "delivering a trap raised another one", "delivering an interrupt raised a trap",
      "the reset raised a trap", "the specification does not say how this trap is delivered",
      "what stands here is no instruction", "the machine is broken",
    };

    int main(int count, char **arguments) {
      const char *program = NULL, *disk = NULL;
      uint64_t at = 0, entry = 0, memory = USUAL_RAM_SIZE, most = UINT64_MAX;
      int has_at = 0, has_entry = 0, stats = 0, steps = 0;
      for (int index = 1; index < count; index++) {
        const char *argument = arguments[index], *next = index + 1 < count ? arguments[index + 1] : NULL;
        if (strcmp(argument, "--at") == 0) {
          at = number(next);
          has_at = 1;
          index++;
        } else if (strcmp(argument, "--entry") == 0) {
          entry = number(next);
          has_entry = 1;
          index++;
        } else if (strcmp(argument, "--memory") == 0) {
          memory = number(next);
          index++;
        } else if (strcmp(argument, "--max-steps") == 0) {
          most = number(next);
          index++;
        } else if (strcmp(argument, "--disk") == 0) {
          if (!next) fail("--disk takes a file", NULL);
          disk = next;
          index++;
        } else if (strcmp(argument, "--stats") == 0) {
          stats = 1;
        } else if (strcmp(argument, "--steps") == 0) {
          steps = 1;
        } else if (strcmp(argument, "--help") == 0) {
          fputs(usage, stdout);
          return 0;
        } else if (argument[0] == '-' || program) {
          fputs(usage, stderr);
          return 2;
        } else {
          program = argument;
        }
      }
      if (!program && !steps) {
        fputs(usage, stderr);
        return 2;
      }
      if (memory == 0 || memory > MOST_RAM_SIZE) fail("the machine cannot have so much memory", NULL);
      struct cpu *cpu = make_machine(memory);
      if (!cpu) fail("there is not enough room for the machine's memory", NULL);
      if (steps) return take_steps(cpu);

      static struct board board;
      connect_board(&board);
      if (disk && !open_disk(&board, disk)) fail("cannot open the disk", disk);
      cpu->host.board = &board;
      uint64_t size;
      unsigned char *bytes = read_file(program, &size);
      if (size >= 4 && memcmp(bytes, "\177ELF", 4) == 0) {
        const uint64_t start = load_elf(cpu, bytes, size);
        if (!has_entry) entry = start;
        has_entry = 1;
      } else if (!put_bytes(cpu, at, bytes, size)) {
        fail("the program does not fit into memory", NULL);
      } else if (!has_entry && has_at) {
        entry = at;
        has_entry = 1;
      }
      free(bytes);
      reset(cpu);
      if (has_entry && !set_program_counter(cpu, entry)) fail("the machine cannot start there", NULL);

      struct timespec before, after;
      clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &before);
      run(cpu, most);
      clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &after);
      flush_output(&board);
      if (stats) {
        const double seconds = (double)(after.tv_sec - before.tv_sec) + (double)(after.tv_nsec - before.tv_nsec) / 1e9;
        fprintf(stderr, "steps         %llu\ntraps         %llu\ninterrupts    %llu\nseconds       %.3f\nmillion/s     %.3f\n",
                (unsigned long long)cpu->host.steps, (unsigned long long)cpu->host.traps,
                (unsigned long long)cpu->host.interrupts, seconds,
                seconds > 0 ? (double)cpu->host.steps / seconds / 1e6 : 0);
      }
      const enum ending ending = cpu->host.ending;
      const unsigned long long done = cpu->host.steps, place = fetch_address(cpu);
      free_machine(cpu);
      if (ending == ENDS_HALTED || ending == ENDS_WAITING) return 0;
      if (ending == RUNS) {
        fprintf(stderr, "error: the program has not ended after %llu steps, at 0x%llX\n", done, place);
        return 3;
      }
      fprintf(stderr, "error: the machine has stopped: %s; after %llu steps, at 0x%llX\n", ending_texts[ending], done, place);
      return 1;
    }

    """#
}
