"""The x86: instructions and states by chance, the system structures that they meet, and what is compared after a step.

Nothing here knows an instruction. All opcodes of both maps are tried; which of them are instructions, and what they are called, is
what the specification says. All linear memory leads to 1 GB of physical memory, page by page in order, so that every address hits
something; some pages are missing, read-only or the supervisor's. One 4 MB page has the system structures.
"""

import random
import re
import struct

NAME = "x86"
SPECIFICATION = "specs/x86.isa"
RINGS = (0, 3)
ADDRESS = 0x12345678
PHYSICAL = 0x3FFF_FFFF
OUT_OF_SCOPE = "out_of_scope"

# ---- System structures, by their physical addresses; SYSTEM_LINEAR has the linear address of the page.

SYSTEM = 0x3FC0_0000
SYSTEM_LINEAR = 0xFFC0_0000
PAGE = 1 << 22
DIRECTORY, GDT, LDT, IDT, TSS, STACKS = (SYSTEM + offset for offset in (0, 0x1000, 0x1800, 0x2000, 0x3000, 0x5000))
TABLES = SYSTEM + 0x10_0000
GDT_COUNT, LDT_COUNT = 72, 24
TSS_LIMIT = 103 + 64
HANDLERS = 0xFFC8_0000
HANDLER_SIZE = 16
KERNEL_CODE, KERNEL_DATA, USER_CODE, USER_DATA, TASK, LOCAL_TABLE = 1, 2, 3, 4, 9, 10


def linear(place):
    return place - SYSTEM + SYSTEM_LINEAR


def descriptor(base, limit, kind, level, present=1, flags=0xC):
    """A descriptor; `kind` has five bits with the one that tells segments from system structures."""
    access = present << 7 | level << 5 | kind
    return (limit & 0xFFFF | (base & 0xFFFFFF) << 16 | access << 40 | (limit >> 16 & 15) << 48 | flags << 52 | base >> 24 << 56)


def gate(selector, offset, kind, level, present=1, count=0):
    return offset & 0xFFFF | selector << 16 | count << 32 | (present << 7 | level << 5 | kind) << 40 | offset >> 16 << 48


def random_descriptor(rng, kind):
    level = rng.choice((0, 1, 2, 3, 3))
    present = rng.random() < 0.9
    if kind in (4, 5, 6, 7, 12, 14, 15):
        target = rng.choice((KERNEL_CODE, KERNEL_CODE, USER_CODE, 12, 14, rng.randrange(GDT_COUNT)))
        count = rng.choice((0, 0, 0, 0, rng.randrange(32)))
        return gate(target << 3 | rng.randrange(4), rng.getrandbits(32), kind, level, present, count)
    limit = rng.choice((0xFFFFF, 0xFFFFF, rng.getrandbits(20)))
    flags = rng.choice((0xC, 0xC, 0xC, 4, rng.randrange(16)))
    return descriptor(rng.getrandbits(32), limit, kind, level, present, flags)


def descriptors(rng, count):
    # Every kind is there; code, data and call gates are there again.
    kinds = list(range(32))
    table = [random_descriptor(rng, kinds[n] if n < 32 else rng.choice((*range(16, 32), 12, 2, 9))) for n in range(count)]
    rng.shuffle(table)
    return table


def system_memory(seed):
    """The bytes of the system structures, by physical address."""
    rng = random.Random(f"{seed} system")
    flat = 0xFFFFF
    fixed = [
        0, descriptor(0, flat, 0x1B, 0), descriptor(0, flat, 0x13, 0), descriptor(0, flat, 0x1B, 3), descriptor(0, flat, 0x13, 3),
        descriptor(0x42_1000, flat, 0x13, 3), descriptor(0x42_1000, flat, 0x13, 0), descriptor(0x1_0000, flat, 0x1B, 3),
        descriptor(0x1_0000, flat, 0x1B, 0), descriptor(linear(TSS), TSS_LIMIT, 0x0B, 0, flags=0),
        descriptor(linear(LDT), LDT_COUNT * 8 - 1, 2, 0, flags=0), descriptor(linear(TSS), TSS_LIMIT, 9, 0, flags=0),
        descriptor(0, flat, 0x1B, 1), descriptor(0, flat, 0x13, 1), descriptor(0, flat, 0x1B, 2), descriptor(0, flat, 0x13, 2)]
    blocks = {
        GDT: struct.pack(f"<{GDT_COUNT}Q", *fixed, *descriptors(rng, GDT_COUNT - len(fixed))),
        LDT: struct.pack(f"<{LDT_COUNT}Q", *(random_descriptor(rng, rng.randrange(32)) for _ in range(LDT_COUNT))),
        IDT: struct.pack("<256Q", *(gate(KERNEL_CODE << 3, HANDLERS + n * HANDLER_SIZE, 14 + n % 2, 3) for n in range(256))),
        TSS: task_state(rng),
        DIRECTORY: directory(rng),
    }
    blocks.update(tables(rng, blocks[DIRECTORY]))
    return blocks


def task_state(rng):
    stacks = []
    for level, selector in ((0, KERNEL_DATA << 3), (1, 13 << 3 | 1), (2, 15 << 3 | 2)):
        stacks += [linear(STACKS) + 0x1000 * (level + 1), selector]
    head = struct.pack("<7I", 0, *stacks)
    map_start = struct.pack("<HH", 0, 104)
    return (head + bytes(100 - len(head)) + map_start + rng.randbytes(TSS_LIMIT + 1 - 104)).ljust(0x200, b"\xff")


def directory(rng):
    """Four linear pages of 4 MB lead to each physical one; or a table of pages does, which is in the same order."""
    entries = []
    for n in range(1024):
        usual = rng.random() < 0.85
        rights = 7 if usual else rng.choice((0, 6, 1, 3, 5, 5, 7))
        used = rng.choice((*(0x60,) * 9, 0x20, 0))
        table = n % 4 == 1
        target = TABLES + (n >> 2 << 12) if table else (n & 255) << 22 | 0x80
        entries.append(target | rights | (used & 0x20 if table else used))
    entries[SYSTEM_LINEAR >> 22] = SYSTEM | 0xE3
    return struct.pack("<1024I", *entries)


def tables(rng, content):
    """The tables of pages; their entries are marked as used already."""
    result = {}
    for n, entry in enumerate(struct.unpack("<1024I", content)):
        if not entry & 0x80:
            rights = (7 if rng.random() < 0.8 else rng.choice((0, 6, 1, 3, 5, 7)) for _ in range(1024))
            pages = (((n << 10 | index) << 12) & PHYSICAL | 0x60 | bits for index, bits in enumerate(rights))
            result[TABLES + (n >> 2 << 12)] = struct.pack("<1024I", *pages)
    return result


class Memory:
    """The system structures, byte by byte, and how pages are found in them."""

    most = TABLES

    def __init__(self, seed):
        self.blocks = system_memory(seed)
        self.directory = struct.unpack("<1024I", self.blocks[DIRECTORY])

    def gate(self, vector):
        """Where a gate stands, and what is there."""
        return IDT + vector * 8, self.bytes(IDT + vector * 8, 8).hex()

    def always(self):
        """What every vector has: descriptors, the task state segment, and the page of all that."""
        first = DIRECTORY + (SYSTEM_LINEAR >> 22) * 4
        return [*((place, self.blocks[place].hex()) for place in (GDT, LDT, TSS)), (first, self.bytes(first, 4).hex())]

    def byte(self, place):
        if place < SYSTEM:
            return 0
        for start in (place & ~0xFFF, *(block for block in (LDT,) if block <= place)):
            block = self.blocks.get(start)
            if block and place - start < len(block):
                return block[place - start]
        return 0

    def bytes(self, place, count):
        return bytes(self.byte(place + n) for n in range(count))

    def fetchable(self, address, ring):
        """Whether code can stand in all 16 bytes from a linear address on, and in the page behind, which others read ahead in; pages
        are marked as used, and in nobody's way."""
        for place in (address, address + 15, address + 0x1000):
            place &= 0xFFFF_FFFF
            entry = self.directory[place >> 22 & 0x3FF]
            rights = entry
            if entry & 1 and not entry & 0x80:
                rights &= struct.unpack_from("<I", self.blocks[entry & ~0xFFF], (place >> 12 & 0x3FF) * 4)[0]
            if not rights & 1 or not entry & 0x20 or ring == 3 and not rights & 4 or (place & PHYSICAL) >= SYSTEM:
                return False
        return address + 15 <= 0xFFFF_FFFF

    def entries(self, pages):
        """The places of all page entries that lead to these physical pages of 4 KB."""
        result = set()
        for page in pages:
            for quarter in range(4):
                number = page | quarter << 18
                result.add(DIRECTORY + (number >> 10) * 4)
                entry = self.directory[number >> 10]
                if not entry & 0x80:
                    result.add((entry & ~0xFFF) + (number & 0x3FF) * 4)
        return result


# ---- Segments

def hidden(entry):
    """What the specification holds of a descriptor in SEGMENT."""
    base = entry >> 16 & 0xFFFFFF | entry >> 56 << 24
    limit = entry & 0xFFFF | (entry >> 48 & 15) << 16
    limit = limit << 12 | 0xFFF if entry >> 55 & 1 else limit
    return base << 38 | limit << 6 | (entry >> 45 & 7) << 3 | entry >> 41 & 7


class Environment:
    """What is the same for many vectors: the segment registers of a ring, in the order ES, CS, SS, DS, FS, GS."""

    def __init__(self, memory, ring, number, seed):
        rng = random.Random(f"{seed} environment {ring} {number}")
        first = number == 0
        code = (KERNEL_CODE, 8) if ring == 0 else (USER_CODE, 7)
        stack = (KERNEL_DATA, 6) if ring == 0 else (USER_DATA, 5)
        data = lambda: (stack[0] if first else rng.choice((*stack, USER_DATA, 5))) << 3 | (ring if first else rng.choice((ring, 0)))
        pick = lambda choices: (choices[0] if first else rng.choice(choices)) << 3 | ring
        self.ring = ring
        self.selectors = [data(), pick(code), pick(stack), data(), data(), data()]
        entries = [struct.unpack("<Q", memory.bytes(GDT + (selector & ~7), 8))[0] for selector in self.selectors]
        self.hidden = [hidden(entry) for entry in entries]
        self.bases = [value >> 38 for value in self.hidden]
        self.state = {
            "CPL": ring, "CS_index": self.selectors[1] >> 2, "SS_index": self.selectors[2] >> 2, "ES": self.selectors[0],
            "DS": self.selectors[3], "FS": self.selectors[4], "GS": self.selectors[5],
            "GDTR": linear(GDT) << 16 | GDT_COUNT * 8 - 1, "IDTR": linear(IDT) << 16 | 0x7FF,
            "LDTR": LOCAL_TABLE << 3, "LDT": linear(LDT) << 32 | LDT_COUNT * 8 - 1,
            "TR": TASK << 3, "TSS": linear(TSS) << 32 | TSS_LIMIT, "CR3": DIRECTORY,
            "SYSENTER_CS": KERNEL_CODE << 3, "SYSENTER_EIP": 0x00AB_CDE0, "SYSENTER_ESP": 0x00CD_EF00,
        }
        self.state.update((f"SEGMENT[{n}]", value) for n, value in enumerate(self.hidden))
        self.state.update((f"PORT[{n}]", rng.randrange(256)) for n in range(16))


# ---- Words of the instruction stream

SEGMENT_PREFIXES = (0x26, 0x2E, 0x36, 0x3E, 0x64, 0x65)
PREFIXES = (0x66, 0x67, *SEGMENT_PREFIXES, 0xF2, 0xF3, 0xF0)


def heads(seed):
    """Prefixes, opcode and ModRM: every opcode byte of both maps, with every reg field, registers and memory, both operand sizes."""
    rng = random.Random(f"{seed} heads")
    opcodes = [bytes([one]) for one in range(256) if one not in PREFIXES and one != 0x0F] + [bytes([0x0F, one]) for one in range(256)]
    for opcode in opcodes:
        for field in range(8):
            for mode in (3, rng.randrange(3)):
                for size in (b"", b"\x66"):
                    # SDM vol. 2A, 2.1.1: of each group at most one.
                    more = [(0x67,), SEGMENT_PREFIXES, (0xF2, 0xF3), (0xF0,)]
                    chosen = [rng.choice(group) for group in rng.sample(more, rng.choice((0, 0, 1, 1, 2)))]
                    if 0xF0 in chosen:
                        chosen = [one for one in chosen if one not in (0xF2, 0xF3)]
                    modrm = mode << 6 | field << 3 | rng.randrange(8)
                    yield bytes(chosen) + size + opcode + bytes([modrm])


def tail(rng, ring=3):
    """SIB, displacement and immediate; or an immediate and a selector behind it."""
    if rng.random() < 0.25:
        return rng.randbytes(rng.choice((1, 2, 3))) + selector(rng, ring).to_bytes(2, "little") + rng.randbytes(6)
    return bytes(rng.choice((rng.randrange(256), rng.randrange(256), 0, 0xFF, 0x80, 1)) for _ in range(11))


def toggled(head):
    """The same instruction of the other operand size."""
    for place, one in enumerate(head):
        if one == 0x66:
            return head[:place] + head[place + 1:]
        if one not in PREFIXES:
            return b"\x66" + head
    return head


BYTE_OPERAND = re.compile(r"\bbyte ptr|\b[abcd][lh]\b")


def operand_size(name, head, this, other):
    """The operand size in bits: 8 where the specification writes bytes, and where the prefix changes nothing."""
    plain = lambda decoded: (decoded[0] if other[0] != this[0] + 1 - 2 * (0x66 in head) else 0, decoded[1].replace("data16 ", ""))
    mnemonic = this[1].replace("data16 ", "").split(" ")
    is_byte = BYTE_OPERAND.search(this[1]) or any(word == name.lower() + "b" for word in mnemonic)
    if is_byte and plain(this) == plain(other):
        return 8
    return 16 if has_prefix(head, 0x66) else 32


def has_prefix(head, prefix):
    for one in head:
        if one == prefix:
            return True
        if one not in PREFIXES:
            return False
    return False


def decoding(environment, word):
    """A line that has the word decoded, whatever comes of it."""
    return {"state": environment.state | {"EIP": 0x1000, "CR0": 0x11}, "memory": {"0x1000": word.hex()}}


# ---- States

EDGES = (0, 1, 2, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF)
FLAGS = 0x0020_4DD5 | 0x0004_0000
MODEL_SPECIFIC = (0x174, 0x175, 0x176)


def selector(rng, ring):
    """A selector: of a segment that programs of this ring use, or of anything."""
    if rng.random() < 0.5:
        return rng.choice((KERNEL_CODE, KERNEL_DATA, 8, 6) if ring == 0 else (USER_CODE, USER_DATA, 7, 5)) << 3 | ring
    local = rng.random() < 0.15
    level = ring if rng.random() < 0.7 else rng.randrange(4)
    return rng.randrange(LDT_COUNT + 1 if local else GDT_COUNT + 1) << 3 | local << 2 | level


def word(rng, ring):
    """A value of 32 bits: any, one at an edge, a small one, one near the edge of a page, a selector."""
    kind = rng.random()
    if kind < 0.5:
        return rng.getrandbits(32)
    if kind < 0.62:
        return rng.choice(EDGES) + rng.randrange(-1, 2) & 0xFFFF_FFFF
    if kind < 0.72:
        return rng.randrange(64)
    if kind < 0.82:
        return (rng.getrandbits(20) << 12) + rng.randrange(-9, 9) & 0xFFFF_FFFF
    return rng.getrandbits(16) << 16 | selector(rng, ring)


def random_state(rng, memory, environment):
    ring = environment.ring
    registers = [word(rng, ring) for _ in range(8)]
    if rng.random() < 0.3:
        registers[rng.randrange(8)] = registers[rng.randrange(8)]
    if rng.random() < 0.1:
        registers[1] = rng.choice(MODEL_SPECIFIC)
    flags = rng.getrandbits(32) & FLAGS & ~(0x4000 if rng.random() < 0.9 else 0) | 2
    flags |= rng.choice((0, 3, 3, rng.randrange(4))) << 12 | rng.getrandbits(1) << 9 | rng.choice((0, 0, 0, rng.randrange(4))) << 19
    flags &= ~0x100
    while True:
        start = rng.getrandbits(32)
        if memory.fetchable(start + environment.bases[1] & 0xFFFF_FFFF, ring):
            break
    state = {f"GPR[{n}]": value for n, value in enumerate(registers)}
    state["EIP"] = start
    state["EFLAGS"] = flags
    state["CR0"] = 0x8000_0011 | rng.getrandbits(1) << 16 | rng.getrandbits(1) << 5 | rng.choice((0, 0, rng.getrandbits(3))) << 1
    state["CR4"] = 0x10 | rng.getrandbits(1) << 2 | rng.getrandbits(1) << 3
    state.update((f"DR[{n}]", rng.getrandbits(32)) for n in range(4))
    return state


def content(rng, count, state, ring):
    """What is found where `count` bytes are read: any value, one of a register, two of them, a selector, an image of the flags."""
    registers = [state[f"GPR[{n}]"] for n in range(8)]
    kind = rng.random()
    if kind < 0.5:
        value = word(rng, ring) | word(rng, ring) << 32
    elif kind < 0.6:
        value = registers[0] | registers[2] << 32
    elif kind < 0.7:
        value = rng.choice(registers) | rng.choice(registers) << 32
    elif kind < 0.9:
        value = selector(rng, ring)
    else:
        value = rng.getrandbits(16) & 0x3FD7 | 2 | rng.getrandbits(32) << 32
    return value.to_bytes(8, "little")[:count].ljust(count, b"\x5a")


# ---- What is compared

VISIBLE = [f"GPR[{n}]" for n in range(8)] + ["EIP", "EFLAGS", "CS", "SS", "ES", "DS", "FS", "GS"]
SYSTEM_REGISTERS = ["GDTR", "IDTR", "LDTR", "LDT", "TR", "TSS", "CR0", "CR2", "CR3", "CR4", *(f"DR[{n}]" for n in range(4)), "DR6", "DR7",
                    "SYSENTER_CS", "SYSENTER_EIP", "SYSENTER_ESP"]
RESET = {"CR2": 0, "DR6": 0xFFFF_0FF0, "DR7": 0x400}
RF = 0x10000
WRITE, FETCH = 2, 0x10  # in the error code of a page fault; FETCH where pages can be barred from execution


def touched(answer, memory):
    """The page entries that the specification needs and the other source may not have: of the address that faulted, and of the stack."""
    top = (answer.state["SEGMENT[2]"] >> 38) + answer.state["GPR[4]"]
    places = [answer.state.get("CR2", 0), answer.state.get("CR2", 0) + 8, top - 32, top]
    return {place + n: memory.byte(place + n) for place in memory.entries({(at & PHYSICAL) >> 12 for at in places}) for n in range(4)}


class Delivery:
    """An interrupt or exception that the specification has delivered: its vector, and the state before it."""

    def __init__(self, answer):
        state = answer.state
        offset = state["EIP"] - HANDLERS
        self.vector = offset // HANDLER_SIZE if 0 <= offset < 256 * HANDLER_SIZE and offset % HANDLER_SIZE == 0 else None
        self.places = set()
        self.code = None
        if self.vector is None:
            return
        top = state["GPR[4]"]
        base = state["SEGMENT[2]"] >> 38
        word = lambda n: int.from_bytes(bytes(answer.byte((base + top + 4 * n + k) & PHYSICAL) for k in range(4)), "little")
        coded = 1 if answer.trap != "-" and self.vector in (8, 10, 11, 12, 13, 14) else 0
        if coded:
            self.code = word(0)
        saved = {"EIP": word(coded), "CS": word(coded + 1) & 0xFFFF, "EFLAGS": word(coded + 2)}
        outer = (saved["CS"] & 3) != state["CPL"]
        count = coded + (5 if outer else 3)
        if outer:
            saved["GPR[4]"], saved["SS"] = word(coded + 3), word(coded + 4) & 0xFFFF
        else:
            saved["GPR[4]"] = top + 4 * count & 0xFFFF_FFFF
            saved["SS"] = state["SS_index"] << 2 | state["CPL"]
        self.saved = saved
        first = base + top & 0xFFFF_FFFF
        self.places = {(first + k) & PHYSICAL for k in range(4 * count)}
        # The frame marks its pages as used.
        self.places |= {DIRECTORY + (place >> 22 & 0x3FF) * 4 + k for place in (first, first + 4 * count - 1) for k in range(4)}


def registers(answer, delivery):
    """The registers that can be compared, after the step and before the delivery of what it raised."""
    state = RESET | answer.state
    result = {name: state[name] for name in (*VISIBLE, *SYSTEM_REGISTERS) if name in state}
    result["CS"] = state["CS_index"] << 2 | state["CPL"]
    result["SS"] = state["SS_index"] << 2 | state["CPL"]
    if delivery.vector is not None:
        result.update(delivery.saved)
    result["EFLAGS"] &= ~RF
    return result


def is_outside(answer):
    """Whether the specification says that it does not describe this: what it leaves out, or a delivery that traps."""
    return answer.trap == OUT_OF_SCOPE or answer.outcome == "ends"


def differences(answer, environment, other):
    """What another source has otherwise: names of registers, `trap`, `code` of errors (`write`, where that
    bit alone is otherwise), `memory`, `pages`, `descriptor`, `ports`."""
    delivery = Delivery(answer)
    wrong = set()
    if delivery.vector != other.vector:
        wrong.add("trap")
    mine = registers(answer, delivery)
    for name, value in other.registers.items():
        if name == "EFLAGS":
            value &= ~RF
        mask = answer.undefined.get(name, 0)
        if name == "CR2" and other.vector != 14 or name == "LDT" and mine["LDTR"] < 4:
            continue  # left over, and nothing that a program could see
        if (mine[name] ^ value) & ~mask:
            wrong.add(name)
    if delivery.code is not None and other.code is not None and delivery.vector == other.vector and "CR2" not in wrong:
        bits = (delivery.code ^ other.code) & (~FETCH if delivery.vector == 14 else -1)
        if bits:
            wrong.add("write" if delivery.vector == 14 and bits == WRITE else "code")
    for place in answer.written.keys() | other.after.keys():
        if place in delivery.places:
            continue
        accessed = 0x20 if place in other.ahead else 0
        if (answer.byte(place) ^ other.byte(place)) & ~answer.undefined_memory.get(place, 0) & ~accessed:
            wrong.add("memory" if place < SYSTEM else "descriptor" if GDT <= place < IDT else "pages" if is_page_entry(place) else "memory")
    if other.ports is not None and any(answer.state[f"PORT[{n}]"] != value for n, value in other.ports.items()):
        wrong.add("ports")
    return wrong


def is_page_entry(place):
    return DIRECTORY <= place < GDT or place >= TABLES
