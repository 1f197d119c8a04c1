/// The dispatcher of a monitor, as it is the same for every machine.
enum MonitorText {

  static let header = """
    #ifndef MONITOR_H
    #define MONITOR_H

    /* The monitor of Popek and Goldberg: guests run on the hardware in its host mode, and what traps there is answered
       with what their machine would have done in its virtual state. */

    #include "shadow.h"
    #include "world.h"

    /* Why a guest is given up although its machine would go on. */
    enum verdict { GOES_ON, SPINS, TRAPS_FOR_EVER, IS_LOST };

    /* What a monitor has done for a guest. */
    struct statistics {
      uint64_t direct;     /* instructions that the hardware has run */
      uint64_t emulated;   /* instructions that an interpreter routine has run */
      uint64_t reflected;  /* traps that were delivered to the guest */
      uint64_t interrupts; /* virtual interrupts that were delivered */
      uint64_t fills;      /* how often the shadow was filled */
      uint64_t switches;   /* how often the hardware was given to the guest */
    };

    /* A virtual machine, and what the monitor knows of it. */
    struct vm {
      struct cpu *cpu;      /* the virtual state; its memory is the slice, its devices are virtual */
      struct cpu *hardware; /* what the monitor runs on: the machine, or a virtual machine of the monitor below */
      struct vm *below;     /* that virtual machine; NULL on the bare machine */
      int keeps_traps;      /* whether it is hardware itself, so that its traps are those of the monitor above */
      struct shadow shadow;
      struct statistics statistics;
      enum verdict verdict;

      uint64_t last_fill; /* the step before which the shadow was filled last, and how often it was */
      unsigned fills_there;
      int waits_for_guest; /* whether an interrupt waited for nothing but the guest when it was entered */
      struct registers trapped; /* the state in which the last instruction trapped, if it did */
      int has_trapped;
    };

    /* Why hardware comes back. */
    enum outcome { TIME_IS_UP, HAS_TRAPPED, HAS_ENDED };

    /* A virtual machine on hardware, with a slice of its memory; NULL where the host has no room for it. */
    struct vm *make_vm(struct cpu *hardware, struct vm *below, uint64_t base, uint64_t count);
    void free_vm(struct vm *vm);

    /* Runs a virtual machine for so many steps at most. */
    enum outcome run_vm(struct vm *vm, uint64_t steps);

    /* Gives a guest up whose next instruction changes nothing, when no device ever will. */
    void give_up_if_it_spins(struct vm *vm);

    #endif

    """

  static let source = """
    #include <stdlib.h>

    #include "devices.h"
    #include "monitor.h"
    #include "run.h"

    /* The most pages that are installed for one instruction before its routine does it; above a second stage it touches
       the tables of the first one too. */
    enum { MOST_FILLS = HAS_SECOND_STAGE ? 32 : 8 };

    struct vm *make_vm(struct cpu *hardware, struct vm *below, uint64_t base, uint64_t count) {
      struct vm *vm = calloc(1, sizeof *vm);
      if (!vm) return NULL;
      vm->cpu = make_virtual_machine(hardware, base, count);
      if (!vm->cpu) {
        free(vm);
        return NULL;
      }
      vm->cpu->host.enter_trap = deliver_trap;
      vm->cpu->host.enter_interrupt = deliver_interrupt;
      vm->hardware = hardware;
      vm->below = below;
      vm->last_fill = UINT64_MAX;
      return vm;
    }

    void free_vm(struct vm *vm) {
      if (!vm) return;
      free_virtual_machine(vm->cpu);
      free(vm);
    }

    /* ---- The world switch */

    static int enter_guest(struct vm *vm) {
      const int mode = mode_of(vm->cpu);
      if (mode < 0) {
        vm->verdict = IS_LOST;
        return 0;
      }
      copy_guest_part(vm->hardware, vm->cpu);
      set_host_state(vm->hardware, mode);
      if (TABLE_UNITS > 0 && vm->hardware->host.present_shadow != &vm->shadow) {
        lose_tables(&vm->shadow);
        vm->hardware->host.present_shadow = &vm->shadow;
      }
      activate_shadow(&vm->shadow, vm->cpu, vm->hardware);
      vm->statistics.switches++;
      return 1;
    }

    static void leave_guest(struct vm *vm) { copy_guest_part(vm->cpu, vm->hardware); }

    /* Whether a virtual machine that the hardware runs, or one that runs on that, would accept an interrupt now. */
    static int is_wanted(const struct cpu *hardware) {
      for (const struct vm *vm = hardware->host.user; vm; vm = vm->cpu->host.user)
        if (vm->waits_for_guest && would_accept(vm->cpu, hardware)) return 1;
      return 0;
    }

    static enum outcome run_hardware(struct vm *vm, uint64_t steps) {
      struct host *host = &vm->hardware->host;
      host->user = vm;
      vm->waits_for_guest = GUESTS_MASK_INTERRUPTS && waits_for_guest(vm->cpu);
      if (vm->waits_for_guest || vm->cpu->host.is_wanted) host->is_wanted = is_wanted;
      enum outcome outcome = TIME_IS_UP;
      if (vm->below) {
        outcome = run_vm(vm->below, steps);
      } else if (run_until_trap(vm->hardware, steps)) {
        outcome = HAS_TRAPPED;
      } else if (host->ending != RUNS) {
        outcome = HAS_ENDED;
      }
      host->user = NULL;
      host->is_wanted = NULL;
      return outcome;
    }

    /* ---- Interpreter routines */

    /* Does the next instruction by its routine; and those behind it, as long as the hardware cannot reach them. */
    static NOINLINE void interpret_instructions(struct vm *vm) {
      struct cpu *cpu = vm->cpu;
      do {
        const struct decoded *d = next_instruction(cpu);
        const int mode = mode_of(cpu);
        if (mode < 0) {
          vm->verdict = IS_LOST;
          return;
        }
        cpu->host.undo_count = 0;
        handler *routine = routines[mode][d->form];
        (routine ? routine : d->run)(cpu, d);
        cpu->host.steps++;
        vm->statistics.emulated++;
      } while (cpu->host.steps < cpu->host.deadline && !cpu->host.is_wanted && is_unreachable(&vm->shadow, cpu));
    }

    /* Delivers a trap to the guest by its machine's own entry; or leaves it to the monitor whose hardware this is. */
    static enum outcome reflect(struct vm *vm) {
      struct cpu *cpu = vm->cpu;
      if (cpu->host.ending != RUNS) return TIME_IS_UP;
      if (vm->keeps_traps) {
        undo(cpu, 0);
        restore(cpu);
        return HAS_TRAPPED;
      }
      struct registers before;
      take_trap(cpu);
      vm->statistics.reflected++;
      note_registers(cpu, &before);
      /* An entry that leads to the state that trapped, twice in a row, always will. */
      if (vm->has_trapped && are_noted(cpu, &vm->trapped) && device_horizon(cpu) == UINT64_MAX)
        vm->verdict = TRAPS_FOR_EVER;
      vm->trapped = before;
      vm->has_trapped = 1;
      return TIME_IS_UP;
    }

    /* Does what the virtual machine does with its next instruction: it completes, or it traps into the guest. */
    static enum outcome interpret(struct vm *vm) {
      if (setjmp(vm->cpu->host.handler)) return reflect(vm);
      interpret_instructions(vm);
      vm->has_trapped = 0;
      return TIME_IS_UP;
    }

    /* ---- The dispatcher */

    /* Answers a trap. Where the virtual machine would have been given the memory, the shadow was merely not filled. */
    static enum outcome answer(struct vm *vm) {
      const struct host *host = &vm->hardware->host;
      if (is_memory_trap(host->trap) && host->is_refused) {
        if (vm->last_fill != vm->cpu->host.steps) vm->fills_there = 0;
        vm->last_fill = vm->cpu->host.steps;
        if (vm->fills_there++ < MOST_FILLS
            && fill_shadow(&vm->shadow, vm->cpu, vm->hardware, host->refused_address, host->refused_access)) {
          vm->statistics.fills++;
          return TIME_IS_UP;
        }
      }
      return interpret(vm);
    }

    /* Lets the hardware run the guest until something traps, a virtual device calls, or the time is over. */
    static enum outcome run_directly(struct vm *vm) {
      struct cpu *cpu = vm->cpu;
      if (!enter_guest(vm)) return HAS_ENDED;
      /* What comes back of the guest may decide what its addresses mean, and then all is looked at again. */
      const uint64_t before = vm->hardware->host.steps, deadline = cpu->host.deadline;
      const enum outcome outcome = run_hardware(vm, deadline - cpu->host.steps);
      leave_guest(vm);
      const uint64_t done = vm->hardware->host.steps - before;
      if (done > 0) {
        cpu->host.steps += done;
        now(cpu);
        vm->statistics.direct += done;
        vm->has_trapped = 0;
      }
      if (outcome == HAS_ENDED) vm->verdict = IS_LOST;
      /* A device may have something to say before the instruction that trapped. */
      if (outcome != HAS_TRAPPED || cpu->host.steps >= deadline) return TIME_IS_UP;
      return answer(vm);
    }

    /* Brings virtual devices up to date, delivers virtual interrupts, and tells whether an instruction comes next. */
    static int is_ready(struct vm *vm) {
      struct cpu *cpu = vm->cpu;
      const uint64_t interrupts = cpu->host.interrupts;
      if (setjmp(cpu->host.handler)) {
        take_trap(cpu);
        return 0;
      }
      const int result = attend(cpu);
      if (cpu->host.interrupts != interrupts) {
        vm->statistics.interrupts += cpu->host.interrupts - interrupts;
        vm->has_trapped = 0;
      }
      return result;
    }

    enum outcome run_vm(struct vm *vm, uint64_t steps) {
      struct cpu *cpu = vm->cpu;
      cpu->host.limit = cpu->host.steps + steps;
      cpu->host.is_refused = 0;
      while (vm->verdict == GOES_ON && is_ready(vm)) {
        const enum outcome outcome = is_unreachable(&vm->shadow, cpu) ? interpret(vm) : run_directly(vm);
        if (outcome != TIME_IS_UP) return outcome;
      }
      return cpu->host.ending == RUNS && vm->verdict == GOES_ON ? TIME_IS_UP : HAS_ENDED;
    }

    void give_up_if_it_spins(struct vm *vm) {
      struct cpu *cpu = vm->cpu;
      if (vm->verdict != GOES_ON || cpu->host.ending != RUNS || device_horizon(cpu) != UINT64_MAX) return;
      const uint64_t steps = cpu->host.steps, reflected = vm->statistics.reflected;
      cpu->host.limit = steps + 1;
      if (!is_ready(vm)) return;
      struct registers before;
      uint64_t written;
      note_registers(cpu, &before);
      /* All that is written goes the long way, which is noted. */
      const uint64_t short_size = cpu->host.short_size;
      cpu->host.short_size = 0;
      memset(cpu->host.pages, 0xFF, sizeof cpu->host.pages);
      cpu->host.written = &written;
      cpu->host.written_room = 1;
      cpu->host.written_count = 0;
      interpret(vm);
      cpu->host.short_size = short_size;
      cpu->host.written_room = 0;
      if (cpu->host.steps == steps + 1 && vm->statistics.reflected == reflected && cpu->host.written_count == 0
          && cpu->host.deadline != 0 && are_noted(cpu, &before))
        vm->verdict = SPINS;
    }

    """
}
