"""Words of the instruction stream of an x86 by chance. Nothing here knows an instruction: the specification says what the words are."""

import random
import re

from steps_x86_system import selector

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
    """SIB, displacement and immediate; or the rest of an immediate, whose first byte stands for ModRM, and a selector behind it."""
    if rng.random() < 0.35:
        return rng.randbytes(rng.choice((1, 3))) + selector(rng, ring).to_bytes(2, "little") + rng.randbytes(6)
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
