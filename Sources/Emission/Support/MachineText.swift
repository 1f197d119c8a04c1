/// The parts of the header that are the same for every machine.
enum MachineText {

  static let stream = """
    enum { MOST_UNITS = 48 };

    /* The units of an instruction, as far as they were fetched. */
    struct stream {
      struct cpu *cpu;
      unsigned position; /* in bits */
      unsigned known;
      int is_refused;
      uint64_t units[MOST_UNITS];
      uint64_t places[MOST_UNITS];
    };

    int unit_at(struct stream *stream, unsigned number);
    int decode(struct stream *stream, struct decoded *d);

    """

  static let host = """
    enum { TO_READ, TO_WRITE, TO_EXECUTE };
    enum { PAGE = 4096, PAGES = 256, REMEMBERED = 16, DECODED = 1 << 14, MISSES = 256 };
    /* What a unit of memory is marked with. Tables of the last stage of translation are those that monitors install. */
    enum { HAS_CODE = 1, HAS_TABLE = 2, HAS_LAST_TABLE = HAS_SECOND_STAGE ? 4 : HAS_TABLE };

    /* The places of pages are kept by what is done there; those of `phys` past the second stage behind the others. */
    enum { STAGE = TO_WRITE + 1, WAYS = HAS_SECOND_STAGE ? 2 * STAGE : STAGE };

    /* Addresses of one page that are known to stand side by side in memory. */
    struct page {
      uint64_t key;
      uint32_t low, size;
      ram_unit *base;
      uint8_t *marks;
    };

    /* What was there before an instruction wrote over it. */
    struct undo {
      void *place;
      unsigned size;
      unsigned char old[16];
    };

    /* Why a machine runs no further. */
    enum ending {
      RUNS,
      ENDS_HALTED,
      ENDS_WAITING,
      ENDS_IN_ENTRY,
      ENDS_IN_INTERRUPT,
      ENDS_IN_RESET,
      ENDS_WITHOUT_ENTRY,
      ENDS_UNDECODED,
      ENDS_BROKEN
    };

    struct cpu;
    struct decoded;
    struct board;
    struct vm;

    /* What is no part of the architecture: memory, devices, time, and what makes the machine fast. */
    struct host {
      ram_unit *ram;
      uint64_t ram_size; /* in units */
      uint64_t short_size; /* the same, or 0 where every access goes the long way */
      uint8_t *marks;    /* of each unit: whether code or a table of translation was found there */
      int has_board;     /* whether registers stand among the addresses of memory */
      int notes_tables;  /* whether reads past translation are noted as reads of tables */

      uint64_t steps;    /* instructions done or trapped, and interrupts taken */
      uint64_t deadline; /* the step at which something else must be looked at */
      uint64_t limit;
      uint64_t synced;   /* the step up to which timers have counted */
      uint64_t traps, interrupts;

      uint64_t context;  /* names what addresses mean now; 0 while that is being changed */
      uint64_t contexts; /* how many names were given */
      int places_are_old, tables_are_old;
      struct { struct place_state state; uint64_t context; } remembered[REMEMBERED];
      unsigned oldest;
      struct page pages[WAYS][PAGES];
      struct { uint64_t key; unsigned count; } misses[2][MISSES];
      struct decoded *decoded, *scratch;
      const struct decoded *current;

      struct saved before;
      struct undo undo[UNDO_CAPACITY_HERE];
      unsigned undo_count;
      jmp_buf handler;
      void (*enter_trap)(struct cpu *cpu);
      void (*enter_interrupt)(struct cpu *cpu, int number);
      enum trap trap;
      union trap_arguments arguments;
      uint8_t length; /* of the instruction that trapped */
      int entering;   /* the number of the interrupt that is being entered, counted from 1 */
      int fetches_apart;

      enum ending ending;
      unsigned ending_cause, ending_second;
      struct board *board;

      int is_refused;          /* whether translation has refused an access since somebody asked */
      uint64_t refused_address;
      uint8_t refused_access;

      struct cpu *below;         /* the machine in whose memory this one has its own, as a virtual machine */
      struct cpu *above, *beside; /* the first virtual machine in this one's memory, and the next in that below */
      uint64_t base;             /* where its memory begins there */
      uint64_t table_changes;    /* how often something was written that the last stage of translation has looked at */

      const struct vm *user;     /* the virtual machine that it runs as hardware */
      int (*is_wanted)(const struct cpu *cpu); /* whether it stops before the next instruction; NULL where it need not */
      const void *present_shadow; /* the translation that was put in last: the guests' tables share one place */

      uint64_t *written; /* the units that were written the long way, where somebody wants to know */
      unsigned written_count, written_room;
    };

    """

  static let helpers = """
    /* Has the loop look at devices and interrupts before the next instruction. */
    INLINE void look_again(struct cpu *cpu) { cpu->host.deadline = 0; }

    /* Notes that addresses may mean something else from now on. */
    INLINE void places_changed(struct cpu *cpu) {
      cpu->host.context = 0;
      cpu->host.places_are_old = 1;
      cpu->host.deadline = 0;
    }

    /* Keeps what stands at a place, in case the instruction traps. */
    INLINE void keep(struct cpu *cpu, void *place, unsigned size) {
      struct undo *undo = &cpu->host.undo[cpu->host.undo_count++];
      undo->place = place;
      undo->size = size;
      memcpy(undo->old, place, size);
    }
    #define KEEP(place) keep(cpu, &(place), sizeof(place))

    void undo(struct cpu *cpu, unsigned mark);
    void pass_time(struct cpu *cpu, uint64_t steps);
    void memory_changes(struct cpu *cpu, uint64_t place, uint64_t count);
    void note_table(struct cpu *cpu, uint64_t place, unsigned count, unsigned marks);
    void consider_page(struct cpu *cpu, uint64_t place, unsigned way);
    uint64_t locate_in_page(struct cpu *cpu, uint64_t place, uint8_t access);
    ram_unit load_unit(struct cpu *cpu, uint64_t place);
    void store_unit(struct cpu *cpu, uint64_t place, ram_unit value);
    void end(struct cpu *cpu, enum ending ending, unsigned cause, unsigned second);
    _Noreturn void raise_trap(struct cpu *cpu, enum trap trap);

    /* The machine with its timers brought up to the present step. */
    static inline struct cpu *now(struct cpu *cpu) {
      if (cpu->host.steps != cpu->host.synced) {
        pass_time(cpu, cpu->host.steps - cpu->host.synced);
        cpu->host.synced = cpu->host.steps;
      }
      return cpu;
    }

    """
}
