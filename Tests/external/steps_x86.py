"""The x86: instructions and states by chance, the system structures that they meet, and what is compared after a step.

Nothing here knows an instruction. All opcodes of both maps are tried; which of them are instructions, and what they are called, is
what the specification says. All linear memory leads to 1 GB of physical memory, page by page in order, so that every address hits
something; some pages are missing, read-only or the supervisor's. One 4 MB page has the system structures.
"""

import random
import struct

from steps_x86_system import *  # noqa: F403
from steps_x86_words import *  # noqa: F403

NAME = "x86"
SPECIFICATION = "specs/x86.isa"
RINGS = (0, 3)
ADDRESS = 0x12345678
OUT_OF_SCOPE = "out_of_scope"

# ---- Segments

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


def decoding(environment, word):
    """A line that has the word decoded, whatever comes of it."""
    return {"state": environment.state | {"EIP": 0x1000, "CR0": 0x11}, "memory": {"0x1000": word.hex()}}


# ---- States

EDGES = (0, 1, 2, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF)
FLAGS = 0x0020_4DD5 | 0x0004_0000
MODEL_SPECIFIC = (0x174, 0x175, 0x176)


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
    if kind < 0.4:
        value = word(rng, ring) | word(rng, ring) << 32
    elif kind < 0.48:
        value = registers[0] | registers[2] << 32
    elif kind < 0.56:
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
