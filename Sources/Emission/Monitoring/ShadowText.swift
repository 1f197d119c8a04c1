/// The shadow translation of a monitor, as it is the same for every machine.
enum ShadowText {

  static let header = """
    #ifndef SHADOW_H
    #define SHADOW_H

    /* The translation that a monitor installs for a guest: never more than the guest's own translation admits, moved
       into its slice. Where there are two stages that is the second; the first is the guest's, and acts on the hardware. */

    #include "world.h"

    enum { UNREACHABLE = 256 };

    /* What is installed while the guest's translation is in one state. */
    struct mapping {
      int is_known;
      struct stage_state state;
      struct registers installed;
    };

    struct shadow {
      struct mapping mappings[SHADOW_CONTEXTS];
      struct mapping *present; /* that of the guest's present state */
      unsigned oldest;
      unsigned turn;           /* counts installations, to choose what is given up for one */
      uint64_t table_changes;  /* how often the guest had changed its tables when this was looked at */
      uint64_t unreachable[UNREACHABLE]; /* pages that the hardware cannot map at all, and 1 */
    };

    /* Takes note that another guest's tables stand where those of this one stood. */
    void lose_tables(struct shadow *shadow);

    /* Puts the translation for the guest's present state into the hardware, which is in its host state already. */
    void activate_shadow(struct shadow *shadow, struct cpu *guest, struct cpu *hardware);

    /* Installs the page of an access; 0 where the guest may not have it, or the hardware cannot map it. */
    int fill_shadow(struct shadow *shadow, struct cpu *guest, struct cpu *hardware, uint64_t address, unsigned access);

    /* Whether the hardware is known not to reach the guest's next instruction. */
    int is_unreachable(const struct shadow *shadow, const struct cpu *guest);

    /* What the allocator grants: a window of the slice, or a page if all of it is in the slice. */
    struct window { uint64_t place, size; };
    struct window grant_window(const struct cpu *guest, uint64_t place, uint64_t size);
    int grant_page(const struct cpu *guest, uint64_t place, uint64_t size, uint64_t *granted);

    #endif

    """

  static let source = """
    #include "memory.h"
    #include "run.h"
    #include "shadow.h"

    /* Whether units are memory of the guest, and no registers. */
    static int is_memory(const struct cpu *guest, uint64_t place, uint64_t count) {
      return place < guest->host.ram_size && count <= guest->host.ram_size - place && !is_board(place, place + count - 1);
    }

    #if SHADOW_IS_WINDOW

    /* Whether the guest's translation admits every access at an address, at this distance from the place of address 0. */
    static int is_in_line(struct cpu *guest, uint64_t address, uint64_t first) {
      for (unsigned access = TO_READ; access <= TO_EXECUTE; access++) {
        uint64_t place;
        if (!find_place(guest, address, access, &place) || place != first + address) return 0;
      }
      return is_memory(guest, first, address + 1);
    }

    /* Installs all addresses from 0 on that the guest's translation admits side by side. It was proven that those
       before one that is in line are too. */
    static void fill_window(struct cpu *guest, struct cpu *hardware) {
      uint64_t first;
      if (!find_place(guest, 0, TO_READ, &first) || !is_in_line(guest, 0, first)) return;
      uint64_t low = 1, high = UINT64_C(1) << ADDRESS_BITS;
      if (high > guest->host.ram_size) high = guest->host.ram_size;
      while (low < high) {
        const uint64_t middle = low + (high - low + 1) / 2;
        if (is_in_line(guest, middle - 1, first)) {
          low = middle;
        } else {
          high = middle - 1;
        }
      }
      const struct window granted = grant_window(guest, first, low);
      admit_window(hardware, granted.place, granted.size);
    }

    int fill_shadow(struct shadow *shadow, struct cpu *guest, struct cpu *hardware, uint64_t address, unsigned access) {
      (void)shadow;
      (void)guest;
      (void)hardware;
      (void)address;
      (void)access;
      return 0;
    }

    int is_unreachable(const struct shadow *shadow, const struct cpu *guest) {
      (void)shadow;
      (void)guest;
      return 0;
    }

    #else

    /* Whether tables of the guest's translation stand in a page: then it is not written directly. */
    static int holds_tables(const struct cpu *guest, uint64_t place) {
      #if TRANSLATION_READS_MEMORY
      for (uint64_t unit = place; unit < place + SHADOW_PAGE; unit++)
        if (guest->host.marks[unit] & HAS_LAST_TABLE) return 1;
      #else
      (void)guest;
      (void)place;
      #endif
      return 0;
    }

    /* Where a whole page of the guest stands in its memory; 0 where that is not one piece of memory. */
    static int find_page(struct cpu *guest, uint64_t page, unsigned access, uint64_t *place) {
      if (!find_place(guest, page, access, place) || !is_memory(guest, *place, SHADOW_PAGE)) return 0;
      #if !SHADOW_IS_UNIFORM
      for (uint64_t offset = 1; offset < SHADOW_PAGE; offset++) {
        uint64_t other;
        if (!find_place(guest, page + offset, access, &other) || other != *place + offset) return 0;
      }
      #endif
      return 1;
    }

    static unsigned slot_of(uint64_t page) { return page / SHADOW_PAGE % UNREACHABLE; }

    int fill_shadow(struct shadow *shadow, struct cpu *guest, struct cpu *hardware, uint64_t address, unsigned access) {
      const uint64_t page = address & ~(uint64_t)(SHADOW_PAGE - 1);
      if (shadow->unreachable[slot_of(page)] == page + 1) return 0;
      const uint64_t changes = guest->host.table_changes;
      uint64_t to_read, to_execute, to_write, granted;
      if (!find_page(guest, page, TO_READ, &to_read) || !find_page(guest, page, TO_EXECUTE, &to_execute)
          || to_read != to_execute)
        return 0;
      const int is_writable =
        find_page(guest, page, TO_WRITE, &to_write) && to_write == to_read && !holds_tables(guest, to_read);
      if (access == TO_WRITE && !is_writable) return 0;
      if (!grant_page(guest, to_read, SHADOW_PAGE, &granted)) return 0;
      admit_page(hardware, page, granted, is_writable, ++shadow->turn & 0xFFFF);
      places_changed(hardware);
      uint64_t reached;
      if (!find_place(hardware, page, TO_READ, &reached) || reached != granted) {
        shadow->unreachable[slot_of(page)] = page + 1;
        return 0;
      }
      if (shadow->present && changes == guest->host.table_changes)
        note_relocation(hardware, &shadow->present->installed);
      return 1;
    }

    int is_unreachable(const struct shadow *shadow, const struct cpu *guest) {
    #if HAS_SECOND_STAGE
      /* The guest's own translation comes first: it is not known which page that is. */
      (void)shadow;
      (void)guest;
      return 0;
    #else
      const uint64_t page = fetch_address(guest) & ~(uint64_t)(SHADOW_PAGE - 1);
      return shadow->unreachable[slot_of(page)] == page + 1;
    #endif
    }

    #endif

    void lose_tables(struct shadow *shadow) {
      for (unsigned index = 0; index < SHADOW_CONTEXTS; index++) shadow->mappings[index].is_known = 0;
    }

    void activate_shadow(struct shadow *shadow, struct cpu *guest, struct cpu *hardware) {
      struct stage_state now;
      note_stage_state(guest, &now);
      places_changed(hardware);
      if (shadow->table_changes != guest->host.table_changes) {
        lose_tables(shadow);
        shadow->table_changes = guest->host.table_changes;
      }
      for (unsigned index = 0; index < SHADOW_CONTEXTS; index++) {
        struct mapping *mapping = &shadow->mappings[index];
        if (mapping->is_known && memcmp(&mapping->state, &now, sizeof now) == 0) {
          shadow->present = mapping;
          put_relocation(hardware, &mapping->installed);
          return;
        }
      }
      struct mapping *mapping = &shadow->mappings[shadow->oldest++ % SHADOW_CONTEXTS];
      mapping->is_known = 1;
      mapping->state = now;
      shadow->present = mapping;
      admit_nothing(hardware);
      #if SHADOW_IS_WINDOW
      fill_window(guest, hardware);
      #endif
      note_relocation(hardware, &mapping->installed);
    }

    struct window grant_window(const struct cpu *guest, uint64_t place, uint64_t size) {
      const uint64_t count = guest->host.ram_size;
      const uint64_t left = place < count ? count - place : 0;
      return (struct window){guest->host.base + (place < count ? place : 0), size < left ? size : left};
    }

    int grant_page(const struct cpu *guest, uint64_t place, uint64_t size, uint64_t *granted) {
      const uint64_t count = guest->host.ram_size;
      *granted = guest->host.base + place;
      return size <= count && place <= count - size;
    }

    """
}
