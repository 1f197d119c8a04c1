/// Reading programs and what the command line says, as it is the same for every machine.
enum ProgramText {

  static let header = """
    #ifndef PROGRAM_H
    #define PROGRAM_H

    #include "machine.h"

    /* Tells the user what is wrong, and ends with 2. */
    _Noreturn void fail(const char *what, const char *detail);

    /* A number of the command line. */
    uint64_t number(const char *text);

    /* What the user says of programs beside their names. */
    struct program {
      uint64_t at, entry;
      int has_at, has_entry;
    };

    /* Puts a program into a machine, resets that, and sets where it starts. What is wrong with it, or NULL. */
    const char *load_program(struct cpu *cpu, const char *path, const struct program *options);

    #endif

    """

  static let source = #"""
    #include <stdlib.h>

    #include "devices.h"
    #include "program.h"
    #include "run.h"

    _Noreturn void fail(const char *what, const char *detail) {
      fprintf(stderr, "error: %s%s%s\n", what, detail ? ": " : "", detail ? detail : "");
      exit(2);
    }

    uint64_t number(const char *text) {
      char *end_of_number;
      if (!text) fail("an option has no value", NULL);
      const uint64_t value = strtoull(text, &end_of_number, 0);
      if (end_of_number == text || *end_of_number) fail("this is not a number", text);
      return value;
    }

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

    static const char truncated[] = "this ELF file is truncated", too_large[] = "the program does not fit into memory";

    /* A number of an ELF file; 0, and a note of it, where the file ends before. */
    static uint64_t elf_number(const unsigned char *bytes, uint64_t size, uint64_t place, unsigned count, int *ends) {
      if (place > size || size - place < count) {
        *ends = 1;
        return 0;
      }
      uint64_t result = 0;
      for (unsigned byte = 0; byte < count; byte++)
        result |= (uint64_t)bytes[place + byte] << 8 * (bytes[5] == 2 ? count - 1 - byte : byte);
      return result;
    }

    /* Puts the segments of an ELF file into memory, and tells where the program starts; what is wrong, or NULL. */
    static const char *load_elf(struct cpu *cpu, const unsigned char *bytes, uint64_t size, uint64_t *entry) {
      int ends = 0;
      if (size < 52 || bytes[4] != 1) return "only 32-bit ELF files are read";
      if ((bytes[5] == 2) != IS_BIG_ENDIAN) return "this ELF file is of the other byte order";
      if (ELF_MACHINE && elf_number(bytes, size, 18, 2, &ends) != ELF_MACHINE) return "this ELF file is for another machine";
      const uint64_t table = elf_number(bytes, size, 28, 4, &ends);
      const uint64_t each = elf_number(bytes, size, 42, 2, &ends);
      const uint64_t count = elf_number(bytes, size, 44, 2, &ends);
      const unsigned unit = (RAM_UNIT + 7) / 8;
      for (uint64_t number = 0; number < count; number++) {
        const uint64_t header = table + each * number;
        const uint64_t type = elf_number(bytes, size, header, 4, &ends);
        const uint64_t offset = elf_number(bytes, size, header + 4, 4, &ends);
        const uint64_t address = elf_number(bytes, size, header + 12, 4, &ends);
        const uint64_t length = elf_number(bytes, size, header + 16, 4, &ends);
        const uint64_t room = elf_number(bytes, size, header + 20, 4, &ends);
        if (ends) return truncated;
        if (type != 1) continue;
        if (offset > size || length > size - offset) return truncated;
        if (address % unit || address / unit + room / unit > cpu->host.ram_size) return too_large;
        if (length && !put_bytes(cpu, address / unit, bytes + offset, length)) return too_large;
      }
      *entry = elf_number(bytes, size, 24, 4, &ends) / unit;
      return NULL;
    }

    const char *load_program(struct cpu *cpu, const char *path, const struct program *options) {
      uint64_t entry = options->at, size;
      int has_entry = options->has_at;
      unsigned char *bytes = read_file(path, &size);
      const char *failure = NULL;
      if (size >= 4 && memcmp(bytes, "\177ELF", 4) == 0) {
        failure = load_elf(cpu, bytes, size, &entry);
        has_entry = 1;
      } else if (!put_bytes(cpu, options->at, bytes, size)) {
        failure = too_large;
      }
      free(bytes);
      if (failure) return failure;
      reset(cpu);
      if (options->has_entry) entry = options->entry;
      has_entry = has_entry || options->has_entry;
      return has_entry && !set_program_counter(cpu, entry) ? "the machine cannot start there" : NULL;
    }

    """#
}
