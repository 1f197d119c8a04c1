/// Single steps from states that are read, as it is the same for every machine.
enum StepsText {

  static let header = """
    #ifndef STEPS_H
    #define STEPS_H

    #include "machine.h"
    #if HAS_MONITOR
    #include "monitor.h"
    #endif

    /* Takes single steps from the states that standard input describes: of a machine, or of that of a guest. */
    struct vm;
    int take_steps(struct cpu *cpu, struct vm *vm);

    #endif

    """

  static let source = #"""
    #include <stdlib.h>

    #include "devices.h"
    #include "program.h"
    #include "registers.h"
    #include "run.h"
    #include "steps.h"

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

    /* The virtual machine that takes the steps, if it is not the bare machine. */
    static struct vm *guest;

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

    enum { MOST_WRITTEN = 1 << 16 };

    /* Has a machine, and those below it, do everything the long way, and note what is written. */
    static void watch(struct cpu *cpu) {
      for (; cpu; cpu = cpu->host.below) {
        cpu->host.short_size = 0;
        cpu->host.has_board = 0;
        cpu->host.written = calloc(MOST_WRITTEN, sizeof *cpu->host.written);
        if (!cpu->host.written) fail("not enough memory", NULL);
        cpu->host.written_room = MOST_WRITTEN;
      }
    }

    /* Forgets what machines have found out about the last state. */
    static void begin(struct cpu *cpu) {
      cpu->host.ending = RUNS;
      cpu->host.steps = cpu->host.synced = cpu->host.traps = cpu->host.interrupts = 0;
      for (; cpu; cpu = cpu->host.below) {
        forget_memory(cpu);
        cpu->host.table_changes++;
        cpu->host.written_count = 0;
      }
    }

    static void run_one(struct cpu *cpu) {
    #if HAS_MONITOR
      if (guest) {
        guest->verdict = GOES_ON;
        guest->has_trapped = 0;
        guest->last_fill = UINT64_MAX;
        run_vm(guest, 1);
        return;
      }
    #endif
      run(cpu, 1);
    }

    /* Takes a step, and prints how it went, the registers that it changed, and the memory that it wrote. */
    static void take_step(struct cpu *cpu) {
      for (unsigned index = 0; index < register_count; index++) registers_before[index] = get_register(cpu, index);
      begin(cpu);
      run_one(cpu);
      printf("%s", cpu->host.ending != RUNS ? "ends" : cpu->host.interrupts ? "interrupted"
                   : cpu->host.traps ? "traps" : "completes");
      for (unsigned index = 0; index < register_count; index++) {
        const uint128_t value = get_register(cpu, index);
        if (value == registers_before[index]) continue;
        printf(" %s=", register_names[index].name);
        print_hexadecimal(value);
      }
      /* The machines below have written to this one's part of their memory, and to what is their monitor's own. */
      uint64_t base = 0;
      for (const struct cpu *one = cpu; one; base += one->host.base, one = one->host.below) {
        for (unsigned index = 0; index < one->host.written_count; index++) {
          const uint64_t place = one->host.written[index] - base;
          if (place >= cpu->host.ram_size) continue;
          printf(" @%llx=", (unsigned long long)place);
          print_hexadecimal(cpu->host.ram[place]);
        }
      }
      putchar('\n');
      base = 0;
      for (const struct cpu *one = cpu; one; base += one->host.base, one = one->host.below)
        for (unsigned index = 0; index < one->host.written_count; index++)
          if (one->host.written[index] - base < cpu->host.ram_size) cpu->host.ram[one->host.written[index] - base] = 0;
      for (uint64_t index = 0; index < given_count; index++) cpu->host.ram[given[index]] = 0;
      given_count = 0;
      set_reset_values(cpu);
    }

    int take_steps(struct cpu *cpu, struct vm *vm) {
      static char line[1 << 20];
      registers_before = calloc(register_count + 1, sizeof *registers_before);
      if (!registers_before) fail("not enough memory", NULL);
      static struct board board = {.input = -1, .output = -1};
      cpu->host.board = &board;
      guest = vm;
      watch(cpu);
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

    """#
}
