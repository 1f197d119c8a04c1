"""How the state of an x86 is put into Unicorn, and read from it."""

import random
import struct

import unicorn
from unicorn import x86_const as x86

import steps_x86 as machine

MODEL = x86.UC_CPU_X86_PENTIUM2
GENERAL = [getattr(x86, f"UC_X86_REG_{name}") for name in ("EAX", "ECX", "EDX", "EBX", "ESP", "EBP", "ESI", "EDI")]
SEGMENTS = [getattr(x86, f"UC_X86_REG_{name}") for name in ("ES", "CS", "SS", "DS", "FS", "GS")]
DEBUG = [getattr(x86, f"UC_X86_REG_DR{n}") for n in range(4)]
TABLES = {"GDTR": x86.UC_X86_REG_GDTR, "IDTR": x86.UC_X86_REG_IDTR}
SELECTED = {"LDTR": ("LDT", x86.UC_X86_REG_LDTR), "TR": ("TSS", x86.UC_X86_REG_TR)}
CONTROL = {f"CR{n}": getattr(x86, f"UC_X86_REG_CR{n}") for n in (0, 2, 3, 4)}
READ = {f"GPR[{n}]": register for n, register in enumerate(GENERAL)}
READ |= {"EIP": x86.UC_X86_REG_EIP, "EFLAGS": x86.UC_X86_REG_EFLAGS}
READ |= dict(zip(("ES", "CS", "SS", "DS", "FS", "GS"), SEGMENTS))
READ |= CONTROL | {f"DR[{n}]": register for n, register in enumerate(DEBUG)}
READ |= {"DR6": x86.UC_X86_REG_DR6, "DR7": x86.UC_X86_REG_DR7}
NAMES, REGISTERS = list(READ), list(READ.values())
WRITTEN = [*GENERAL, x86.UC_X86_REG_EFLAGS, *DEBUG, CONTROL["CR4"], CONTROL["CR3"], CONTROL["CR0"]]
MODEL_SPECIFIC = {0x174: "SYSENTER_CS", 0x175: "SYSENTER_ESP", 0x176: "SYSENTER_EIP"}
BUSY_TASK, LOCAL_TABLE = 0x8B00, 0x8200
DOORSTEP = machine.SYSTEM + 0x8000


class Result:
    """What a step did: the exception or interrupt that it raised, registers, and the bytes before and after."""

    def __init__(self):
        self.vector = None
        self.fault_address = None
        self.code = None  # Unicorn does not tell error codes
        self.error = None
        self.registers = {}
        self.before = {}
        self.after = {}
        self.ports = None
        self.ahead = ()
        self.pages = set()
        self.base = None

    def byte(self, place):
        if place in self.after:
            return self.after[place]
        return self.before[place] if place in self.before else self.base(place)


class Processor:
    """One Unicorn, which takes steps from vectors."""

    def __init__(self, memory, environments):
        self.memory = memory
        self.uc = unicorn.Uc(unicorn.UC_ARCH_X86, unicorn.UC_MODE_32)
        self.uc.ctl_set_cpu_model(MODEL)
        self.uc.mem_map(0, 1 << 30)
        for place, block in memory.blocks.items():
            self.uc.mem_write(place, block)
        self.fresh = self.uc.context_save()
        self.contexts = [self.enter(environment) for environment in environments]
        self.environments = environments
        self.uc.hook_add(unicorn.UC_HOOK_INTR, self.on_interrupt)
        self.uc.hook_add(unicorn.UC_HOOK_MEM_READ, self.on_read)
        self.uc.hook_add(unicorn.UC_HOOK_MEM_WRITE, self.on_write)
        self.uc.hook_add(unicorn.UC_HOOK_INSN, self.on_input, None, 1, 0, x86.UC_X86_INS_IN)
        self.uc.hook_add(unicorn.UC_HOOK_INSN, self.on_output, None, 1, 0, x86.UC_X86_INS_OUT)

    def enter(self, environment):
        """The processor with the environment's segment registers, entered by IRET: only that sets the privilege level."""
        uc = self.uc
        wide = lambda place: place - machine.SYSTEM_LINEAR + machine.SYSTEM
        base, limit = machine.linear(machine.GDT), machine.GDT_COUNT * 8 - 1
        uc.context_restore(self.fresh)
        uc.reg_write(TABLES["GDTR"], (0, wide(base), limit, 0))
        uc.reg_write(CONTROL["CR0"], 0x11)
        uc.reg_write(SEGMENTS[1], machine.KERNEL_CODE << 3)
        uc.reg_write(SEGMENTS[2], machine.KERNEL_DATA << 3)
        uc.mem_write(DOORSTEP, b"\xcf")
        frame = (0x1000, environment.selectors[1], 2, 0x2000, environment.selectors[2])
        uc.mem_write(DOORSTEP + 16, struct.pack("<5I", *frame))
        uc.reg_write(GENERAL[4], DOORSTEP + 16)
        uc.emu_start(DOORSTEP, 0xFFFF_FFFF, 0, 1)
        for register, selector in list(zip(SEGMENTS, environment.selectors))[2:] + [(SEGMENTS[0], environment.selectors[0])]:
            uc.reg_write(register, selector)
        have = [uc.reg_read(register) for register in SEGMENTS]
        if have != environment.selectors:
            raise RuntimeError(f"Unicorn has segments {have}, not {environment.selectors}")
        state = environment.state
        for name, register in TABLES.items():
            uc.reg_write(register, (0, state[name] >> 16, state[name] & 0xFFFF, 0))
        for (name, (table, register)), kind in zip(SELECTED.items(), (LOCAL_TABLE, BUSY_TASK)):
            uc.reg_write(register, (state[name], state[table] >> 32, state[table] & 0xFFFF_FFFF, kind))
        for number, name in MODEL_SPECIFIC.items():
            uc.reg_write(x86.UC_X86_REG_MSR, (number, state[name]))
        uc.mem_write(DOORSTEP, bytes(64))
        return uc.context_save()

    # ---- A step

    def step(self, vector):
        """Runs the vector's instruction; bytes that it reads get their contents when it reads them."""
        uc, state = self.uc, vector.state
        self.result = result = Result()
        self.vector = vector
        self.chance = random.Random(vector.seed)
        self.written = set()
        environment = self.environments[vector.environment]
        uc.context_restore(self.contexts[vector.environment])
        start = state["EIP"] + environment.bases[1] & 0xFFFF_FFFF
        self.fill(start & machine.PHYSICAL, vector.word)
        result.pages.update(((start & machine.PHYSICAL) >> 12, (start + 15 & machine.PHYSICAL) >> 12))
        general = [state[f"GPR[{n}]"] for n in range(8)]
        values = [*general, state["EFLAGS"], *(state[f"DR[{n}]"] for n in range(4)), state["CR4"], machine.DIRECTORY, state["CR0"]]
        uc.reg_write_batch(list(zip(WRITTEN, values)))
        uc.reg_write(CONTROL["CR2"], 0)
        uc.ctl_remove_cache(start, start + 16)
        try:
            uc.emu_start(state["EIP"], 0xFFFF_FFFF, 0, 1)
        except unicorn.UcError as error:
            if error.errno == unicorn.UC_ERR_INSN_INVALID:
                result.vector = 6
            elif error.errno == unicorn.UC_ERR_FETCH_UNMAPPED and uc.reg_read(x86.UC_X86_REG_EIP) != state["EIP"]:
                pass
            elif result.vector is None:
                result.error = str(error)
        self.read_back()
        return result

    def read_back(self):
        uc, result = self.uc, self.result
        result.registers = dict(zip(NAMES, uc.reg_read_batch(REGISTERS)))
        for name, register in TABLES.items():
            _, base, limit, _ = uc.reg_read(register)
            result.registers[name] = base << 16 | limit
        for name, (table, register) in SELECTED.items():
            selector, base, limit, _ = uc.reg_read(register)
            result.registers[name] = selector
            result.registers[table] = base << 32 | limit
        for number, name in MODEL_SPECIFIC.items():
            result.registers[name] = uc.reg_read(x86.UC_X86_REG_MSR, number) & 0xFFFF_FFFF
        if result.vector == 14:
            result.registers["CR2"] = result.fault_address
            result.pages.update((result.fault_address & machine.PHYSICAL) + n >> 12 for n in (0, 8))
        # The next instruction may have been fetched ahead.
        following = result.registers["EIP"]
        bases = (0, self.environments[self.vector.environment].bases[1])
        result.ahead = {machine.DIRECTORY + ((following + base & 0xFFFF_FFFF) >> 22) * 4 for base in bases}
        for place in self.memory.entries(result.pages):
            result.before.update((place + n, self.memory.byte(place + n)) for n in range(4))
            self.written.update(range(place, place + 4))
        for place in self.written:
            result.after[place] = uc.mem_read(place, 1)[0]
        # Nothing is left behind.
        for place in result.before.keys() | result.after.keys():
            if place < machine.SYSTEM or result.after.get(place) != self.memory.byte(place):
                uc.mem_write(place, bytes([self.memory.byte(place)]))
        uc.mem_write(machine.DIRECTORY, self.memory.blocks[machine.DIRECTORY])

    def fill(self, place, content):
        """Puts bytes where nothing has been read or written yet."""
        for number, byte in enumerate(content):
            at = place + number & machine.PHYSICAL
            if at not in self.result.before and at not in self.written:
                if at >= machine.SYSTEM:
                    byte = self.memory.byte(at)
                else:
                    self.uc.mem_write(at, bytes([byte]))
                self.result.before[at] = byte

    def on_read(self, uc, access, place, size, value, data):
        self.touch(place, size)
        self.fill(place, machine.content(self.chance, size, self.vector.state, self.environments[self.vector.environment].ring))

    def on_write(self, uc, access, place, size, value, data):
        self.touch(place, size)
        self.written.update(place + number & machine.PHYSICAL for number in range(size))

    def touch(self, place, size):
        self.result.pages.update((place >> 12, (place + size - 1 & machine.PHYSICAL) >> 12))

    def on_interrupt(self, uc, number, data):
        address = uc.reg_read(CONTROL["CR2"])
        # The fetch of the next instruction is no part of the step.
        is_next = number == 14 and uc.reg_read(x86.UC_X86_REG_EIP) != self.vector.state["EIP"]
        if self.result.vector is None and not is_next:
            self.result.vector = number
            self.result.fault_address = address
        uc.emu_stop()

    # ---- Ports: the latches of the specification's platform

    def on_input(self, uc, port, size, data):
        latches = self.environments[self.vector.environment].state
        return sum(latches[f"PORT[{port + n & 15}]"] << 8 * n for n in range(size))

    def on_output(self, uc, port, size, value, data):
        self.result.ports = self.result.ports or {}
        for number in range(size):
            self.result.ports[port + number & 15] = value >> 8 * number & 0xFF
