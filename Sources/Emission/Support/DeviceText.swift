/// The other ends of devices: standard input and output, and a file for the disk.
enum DeviceText {

  static let header = """
    #ifndef DEVICES_H
    #define DEVICES_H

    #include "machine.h"

    /* How many steps may pass before a terminal or a pipe is asked again for input. */
    enum { POLL_INTERVAL = 10000 };

    /* What devices are connected to. */
    struct board {
      int input, output;  /* file descriptors */
      int input_is_live;  /* whether characters come when they like, and not as fast as they are taken */
      int input_has_ended;
      uint64_t next_poll; /* the step at which a live input is asked again */
      unsigned char received[4096], sent[16384];
      unsigned received_first, received_count, sent_count;
      FILE *kept; /* where output goes, if that is no terminal */
      FILE *disk;
      uint64_t disk_size; /* in bytes */
      int disk_is_writable;
    };

    /* Connects a board to standard input and standard output. */
    void connect_board(struct board *board);
    void flush_output(struct board *board);
    int open_disk(struct board *board, const char *path);

    void settle_devices(struct cpu *cpu);
    uint64_t device_horizon(const struct cpu *cpu);
    uint64_t next_timer(const struct cpu *cpu);
    int wait_for_input(struct cpu *cpu);

    /* Bytes of files as units of memory; 0 where there is no memory for them. */
    int put_bytes(struct cpu *cpu, uint64_t address, const unsigned char *bytes, uint64_t count);
    int get_bytes(const struct cpu *cpu, uint64_t address, unsigned char *bytes, uint64_t count);

    #endif

    """

  static let streams = """
    #include <poll.h>
    #include <sys/stat.h>
    #include <unistd.h>

    void connect_board(struct board *board) {
      struct stat status;
      board->input = STDIN_FILENO;
      board->output = STDOUT_FILENO;
      board->input_is_live = fstat(board->input, &status) != 0 || !S_ISREG(status.st_mode);
    }

    void flush_output(struct board *board) {
      unsigned done = 0;
      while (done < board->sent_count) {
        const ssize_t count = write(board->output, board->sent + done, board->sent_count - done);
        if (count <= 0) break;
        done += count;
      }
      board->sent_count = 0;
    }

    __attribute__((unused)) static void send_character(struct board *board, unsigned char character) {
      board->sent[board->sent_count++] = character;
      if (board->sent_count == sizeof board->sent) flush_output(board);
    }

    /* The next character; -1 where there is none yet, or none any more. */
    __attribute__((unused)) static int receive_character(struct board *board, int waits) {
      if (board->received_count == 0) {
        if (board->input_has_ended) return -1;
        if (waits) {
          flush_output(board);
        } else if (board->input_is_live) {
          struct pollfd waiting = {.fd = board->input, .events = POLLIN};
          if (poll(&waiting, 1, 0) <= 0) return -1;
        }
        const ssize_t count = read(board->input, board->received, sizeof board->received);
        if (count <= 0) {
          board->input_has_ended = 1;
          return -1;
        }
        board->received_first = 0;
        board->received_count = count;
      }
      board->received_count--;
      return board->received[board->received_first++];
    }

    int open_disk(struct board *board, const char *path) {
      struct stat status;
      board->disk_is_writable = 1;
      board->disk = fopen(path, "r+b");
      if (!board->disk) {
        board->disk_is_writable = 0;
        board->disk = fopen(path, "rb");
      }
      if (!board->disk || fstat(fileno(board->disk), &status) != 0) return 0;
      board->disk_size = status.st_size;
      return 1;
    }

    /* Of a unit that is no whole number of bytes the highest one is not full. */
    enum { BYTES_PER_UNIT = (RAM_UNIT + 7) / 8 };
    static const ram_unit whole_unit = (ram_unit)~(ram_unit)0 >> (8 * sizeof(ram_unit) - RAM_UNIT);

    /* Whether so many bytes from an address on are memory, of whole units. */
    static int are_memory(const struct cpu *cpu, uint64_t address, uint64_t count) {
      if (count % BYTES_PER_UNIT != 0) return 0;
      return address <= cpu->host.ram_size && count / BYTES_PER_UNIT <= cpu->host.ram_size - address;
    }

    int put_bytes(struct cpu *cpu, uint64_t address, const unsigned char *bytes, uint64_t count) {
      if (!are_memory(cpu, address, count)) return 0;
      memory_changes(cpu, address, count / BYTES_PER_UNIT);
      for (uint64_t unit = 0; unit < count / BYTES_PER_UNIT; unit++) {
        ram_unit value = 0;
        for (unsigned byte = 0; byte < BYTES_PER_UNIT; byte++) {
          const unsigned place = IS_BIG_ENDIAN ? BYTES_PER_UNIT - 1 - byte : byte;
          value |= (ram_unit)((ram_unit)bytes[unit * BYTES_PER_UNIT + byte] << 8 * place);
        }
        cpu->host.ram[address + unit] = value & whole_unit;
      }
      return 1;
    }

    int get_bytes(const struct cpu *cpu, uint64_t address, unsigned char *bytes, uint64_t count) {
      if (!are_memory(cpu, address, count)) return 0;
      for (uint64_t unit = 0; unit < count / BYTES_PER_UNIT; unit++) {
        for (unsigned byte = 0; byte < BYTES_PER_UNIT; byte++) {
          const unsigned place = IS_BIG_ENDIAN ? BYTES_PER_UNIT - 1 - byte : byte;
          bytes[unit * BYTES_PER_UNIT + byte] = cpu->host.ram[address + unit] >> 8 * place;
        }
      }
      return 1;
    }

    /* Moves a block between the disk and memory; 0 where that fails. */
    __attribute__((unused)) static int move_block(struct cpu *cpu, uint64_t block, uint64_t address, int writes,
                                                  unsigned size) {
      struct board *board = cpu->host.board;
      unsigned char bytes[65536];
      if (!board->disk || size > sizeof bytes || block >= board->disk_size / size) return 0;
      if (fseeko(board->disk, (off_t)(block * size), SEEK_SET) != 0) return 0;
      if (writes) {
        if (!get_bytes(cpu, address, bytes, size) || !board->disk_is_writable) return 0;
        return fwrite(bytes, 1, size, board->disk) == size && fflush(board->disk) == 0;
      }
      return fread(bytes, 1, size, board->disk) == size && put_bytes(cpu, address, bytes, size);
    }

    """
}
