"""System structures for random single steps of an x86: descriptors, gates, a task state segment, pages, all made by chance from a seed."""

import random
import struct

PHYSICAL = 0x3FFF_FFFF

# By their physical addresses; SYSTEM_LINEAR is the linear address of the page that has them.

SYSTEM = 0x3FC0_0000
SYSTEM_LINEAR = 0xFFC0_0000
PAGE = 1 << 22
DIRECTORY, GDT, LDT, IDT, TSS, STACKS = (SYSTEM + offset for offset in (0, 0x1000, 0x1800, 0x2000, 0x3000, 0x5000))
TABLES = SYSTEM + 0x10_0000
GDT_COUNT, LDT_COUNT = 72, 24
TSS_LIMIT = 103 + 64
HANDLERS = 0xFFC8_0000
HANDLER_SIZE = 16
KERNEL_CODE, KERNEL_DATA, USER_CODE, USER_DATA, TASK, LOCAL_TABLE, FREE_TASK = 1, 2, 3, 4, 9, 10, 11


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


def hidden(entry):
    """What the specification holds of a descriptor in SEGMENT."""
    base = entry >> 16 & 0xFFFFFF | entry >> 56 << 24
    limit = entry & 0xFFFF | (entry >> 48 & 15) << 16
    limit = limit << 12 | 0xFFF if entry >> 55 & 1 else limit
    return base << 38 | limit << 6 | (entry >> 45 & 7) << 3 | entry >> 41 & 7


def selector(rng, ring):
    """A selector: of a segment that programs of this ring use, or of anything."""
    if rng.random() < 0.5:
        return rng.choice((KERNEL_CODE, KERNEL_DATA, 8, 6, LOCAL_TABLE, FREE_TASK) if ring == 0 else (USER_CODE, USER_DATA, 7, 5)) << 3 | ring
    local = rng.random() < 0.15
    level = ring if rng.random() < 0.7 else rng.randrange(4)
    return rng.randrange(LDT_COUNT + 1 if local else GDT_COUNT + 1) << 3 | local << 2 | level
