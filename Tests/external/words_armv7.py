"""Words made by chance that are instructions of specs/armv7.isa more often than others."""

BANKS = {0x10: 0, 0x1F: 0, 0x11: 1, 0x12: 2, 0x13: 3, 0x17: 4, 0x1B: 5}
# CRn, opc1, CRm, opc2.
SYSTEM_REGISTERS = {
    "CSSELR": (0, 2, 0, 0), "TTBR0": (2, 0, 0, 0), "TTBR1": (2, 0, 0, 1), "DACR": (3, 0, 0, 0), "DFSR": (5, 0, 0, 0),
    "IFSR": (5, 0, 0, 1), "DFAR": (6, 0, 0, 0), "IFAR": (6, 0, 0, 2), "PAR": (7, 0, 4, 0), "VBAR": (12, 0, 0, 0),
    "CONTEXTIDR": (13, 0, 0, 1), "TPIDRURW": (13, 0, 0, 2), "TPIDRURO": (13, 0, 0, 3), "TPIDRPRW": (13, 0, 0, 4),
}


def words(rng, size):
    """Words of every major group; what most encodings want as ones or zeros is often so; some registers of the system coprocessor."""
    for number in range(size):
        word = rng.getrandbits(32) & ~(0xFF << 20) | number * 256 // size << 20
        for _ in range(rng.choice((0, 0, 1, 2, 3))):
            field = rng.randrange(5)
            word = word & ~(0xF << 4 * field) | rng.choice((0, 0, 0xF, 0xF, 1, 9, 0xB, 0xD)) << 4 * field
        word = word & 0x0FFF_FFFF | rng.choice((0xE, 0xE, 0xE, 0xF, rng.randrange(15))) << 28
        if word >> 24 & 15 == 14 and word & 0x10:
            crn, opc1, crm, opc2 = rng.choice(list(SYSTEM_REGISTERS.values()))
            name = opc1 << 21 | crn << 16 | 15 << 8 | opc2 << 5 | crm
            word = word & ~0x00EF_0FEF | name if rng.random() < 0.8 else word | 0xF00
        yield word


def fixed_words(rng):
    """Words of which few are met by chance."""
    for cond in (0xE, 0xE, 0xE, rng.randrange(15)):
        for low in (0, 1, 2, 4, 5, 0xF0 | rng.randrange(16), rng.randrange(256)):
            yield cond << 28 | 0x0320_F000 | low
        for kind in (1, 2, 3):
            yield cond << 28 | 0x012F_FF00 | kind << 4 | rng.randrange(16)
        for kind in range(16):
            yield cond << 28 | 0x0180_0F90 | kind << 20 | rng.randrange(16) << 16 | rng.randrange(16) << 12 | rng.choice((15, rng.randrange(16)))
        for saved in (0, 1):
            yield cond << 28 | 0x010F_0000 | saved << 22 | rng.randrange(16) << 12
            yield cond << 28 | 0x0120_F000 | saved << 22 | rng.randrange(16) << 16 | rng.randrange(15)
        yield cond << 28 | 0x07F0_00F0 | rng.randrange(16)
        yield cond << 28 | 0x0120_0070 | rng.randrange(16)
        yield cond << 28 | 0x016F_0F10 | rng.randrange(16) << 12 | rng.randrange(16)
        for first, second in ((0x6B, 3), (0x6B, 0xB), (0x6F, 3), (0x6F, 0xB), (0x6A, 3), (0x6E, 3)):
            high = rng.randrange(16) if second == 3 and first in (0x6A, 0x6E) else 15
            yield cond << 28 | first << 20 | high << 16 | rng.randrange(16) << 12 | 0xF00 | second << 4 | rng.randrange(16)
        for parts in range(64):
            yield cond << 28 | 0x0600_0F10 | parts >> 3 << 20 | rng.getrandbits(8) << 12 | (parts & 7) << 5 | rng.randrange(16)
        for kind in range(8):
            yield cond << 28 | 0x0680_0070 | kind << 20 | rng.choice((15, rng.randrange(15))) << 16 | rng.getrandbits(6) << 10 | rng.randrange(16)
        yield cond << 28 | 0x0680_0FB0 | rng.getrandbits(8) << 12 | rng.randrange(16)
        for swap in (0, 4):
            yield cond << 28 | 0x0100_0090 | swap << 20 | rng.getrandbits(8) << 12 | rng.randrange(16)
    for store in (0, 1):
        for mode in (0x10, *BANKS):
            yield 0xF84D_0500 | rng.getrandbits(2) << 23 | rng.getrandbits(1) << 21 | mode if store else 0xF810_0A00 | rng.getrandbits(2) << 23 | rng.getrandbits(5) << 16 & 0x2F_0000
    for mode in BANKS:
        yield 0xF102_0000 | mode
        yield 0xF10A_0000 | rng.getrandbits(1) << 18 | rng.randrange(1, 8) << 6 | mode
        yield 0xF108_0000 | rng.getrandbits(1) << 18 | rng.randrange(1, 8) << 6
    yield from (0xF101_0000, 0xF101_0200, 0xF57F_F01F, 0xF57F_F040 | rng.randrange(16), 0xF57F_F050 | rng.randrange(16), 0xF57F_F060 | rng.randrange(16))
    yield from (0xF550_F000 | rng.getrandbits(4) << 16, 0xF510_F000 | rng.getrandbits(12), 0xF450_F000 | rng.getrandbits(12), 0xF410_0000 | rng.getrandbits(12))
