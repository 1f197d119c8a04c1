"""Instructions and states of a PDP-10 by chance, and what `pgcheck vectors` makes of them. Addresses and words are octal, as in the manual."""

import json
import subprocess

import tools

MODES = ("executive", "user")
BOUNDARIES = [0, 1, 2, 3, 5, 0o777777, 0o400000, 1 << 18, 1 << 35, (1 << 35) - 1, (1 << 35) + 1, (1 << 36) - 1, (1 << 36) - (1 << 18)]
WORD = (1 << 36) - 1
FLAGS = {"AROV": 17, "CRY0": 16, "CRY1": 15, "FOV": 14, "BIS": 13, "USER": 12, "USERIO": 11, "FXU": 6, "DCK": 5}
# Flags of the KS10 alone: traps, address failure inhibit.
LATER = 0o003600
LOW, HIGH, CODE = 0o100, 0o200, 0o1000
SMALLEST = 1 << 35
# What UUOs and interrupts execute: JSR SAVED. A program's own UUOs: JSR OWN.
UUOS, INTERRUPTS, UNASSIGNED, SAVED, OWN = 0o40, 0o42, 0o60, 0o3000, 0o170
JSR, JRST = 0o264000, 0o254000
FLOATING = {0o130, 0o131, 0o132, *range(0o140, 0o200)}


def opcodes(model):
    """Those that mean the same on the KS10; on the KA10 all but floating point and 247 and 257, which belong to nobody."""
    if model == "ks10":
        # Not BLT, of which a step moves one word, nor XCT, after which the next step is the instruction's.
        return [*range(0o133, 0o140), *range(0o200, 0o247), 0o250, 0o252, 0o253, 0o254, 0o255, *range(0o260, 0o700)]
    # Codes from 700 on are input and output in the three bits behind the device: a few words of them are enough.
    return [code for code in range(1, 0o720) if code not in FLOATING and code not in (0o247, 0o257)]


def signed(word):
    return word - (1 << 36) if word >> 35 else word


def number(rng):
    return rng.choice([rng.getrandbits(36), rng.choice(BOUNDARIES), rng.getrandbits(18), -rng.getrandbits(8) & WORD])


class Case:
    """Accumulators, memory, flags, relocation, and one instruction."""

    def __init__(self, model, opcode, mode, rng):
        self.model, self.opcode, self.mode, self.rng = model, opcode, mode, rng
        self.accumulators = [number(rng) for _ in range(16)]
        self.accumulators[5] = rng.randrange(0o20)
        self.low = {at: number(rng) for at in range(LOW, HIGH)}
        self.high = {at: number(rng) for at in range(0o400100, 0o400140)}
        self.flags = rng.choice([0, 0, rng.getrandbits(18) & 0o740140])
        self.ac = rng.randrange(16)
        # Two segments, the low one in units of 1024 words from 0 on, the high one at 14000 if it is there.
        self.relocation = (0o377, 0, 0, 0, 0)
        if mode == "user":
            self.flags |= 1 << FLAGS["USER"] | (rng.random() < 0.25) << FLAGS["USERIO"]
            if model == "ka10":
                self.relocation = (rng.randrange(4), rng.choice([0o400 >> 1 | 0, 0o377, 0]), rng.getrandbits(1), rng.choice([0, 0, 4, 8]), 0o214)
        index, indirect, y = rng.choice([0, 0, 5]), rng.random() < 0.25, rng.randrange(LOW, LOW + 0o20)
        if self.is_relocated and rng.random() < 0.25:
            # Into the high segment, or to where nothing is
            indirect, y = False, rng.choice([0o400100 + rng.randrange(0o20), 0o10000 + rng.randrange(0o100)])
        index, indirect, y = self.shape(index, indirect, y)
        self.word = opcode << 27 | self.ac << 23 | indirect << 22 | index << 18 | y
        self.low[CODE] = self.word

    @property
    def executed(self):
        """The instruction that does the work, which XCT names."""
        return self.low[self.word & 0o777777] if self.opcode == 0o256 else self.word

    @property
    def device(self):
        """Whom an input or output instruction asks, in steps of 4."""
        return self.word >> 26 & 0x7F

    @property
    def function(self):
        """What it asks for: 1 data in, 3 data out, 4 conditions out, 5 conditions in, 6 and 7 skips."""
        return self.word >> 23 & 7

    @property
    def shift(self):
        """How far a shift instruction goes to the left."""
        address = self.executed + (self.accumulators[5] if self.executed >> 18 & 15 else 0) & 0o777777
        return 0 if address & 0o400000 else address & 0o377

    @property
    def address(self):
        """The effective address of the instruction that does the work."""
        word = self.executed
        while True:
            address = word + (self.accumulators[word >> 18 & 15] if word >> 18 & 15 else 0) & 0o777777
            if not word >> 22 & 1:
                return address
            word = self.read(address)

    @property
    def product(self):
        """What IMUL multiplies, as a signed number: the accumulator, and a word or, in its immediate mode, the address itself."""
        word = self.executed
        left = self.accumulators[word >> 23 & 15]
        right = self.address if word >> 27 & 3 == 1 else self.read(self.address)
        return signed(left) * signed(right)

    def read(self, address):
        return self.accumulators[address] if address < 16 else self.physical().get(self.place(address), 0)

    @property
    def is_relocated(self):
        return self.model == "ka10" and self.mode == "user"

    def shape(self, index, indirect, y):
        """What makes the instruction do its work more often than not."""
        rng, opcode = self.rng, self.opcode
        if 0o240 <= opcode <= 0o246:
            indirect, y = False, rng.choice([rng.randrange(80), -rng.randrange(1, 80) & 0o777777])
            self.accumulators[5] = rng.randrange(3)
        if 0o133 <= opcode <= 0o137:
            index, indirect, y = 0, False, rng.randrange(LOW, LOW + 0o20)
            self.low[y] = rng.randrange(37) << 30 | rng.randrange(37) << 24 | rng.randrange(LOW, HIGH - 2)
        if indirect:
            place = y + (self.accumulators[5] if index else 0)
            # JRSTF takes flags from there.
            more = rng.getrandbits(9) << 27 | rng.getrandbits(2) << 23 if opcode == 0o254 and self.model == "ka10" else 0
            self.low[place] = rng.randrange(LOW, LOW + 0o36) | rng.choice([0, 5 << 18]) | more
        if 0o260 <= opcode <= 0o263 or opcode == 0o267:
            self.ac = 6 if self.ac == 5 else self.ac
            pointer = rng.randrange(LOW + 2, LOW + 0o30)
            count = rng.choice([rng.getrandbits(18), 0o777777, 0, 1])
            self.accumulators[self.ac] = pointer << 18 | count if opcode == 0o267 else count << 18 | pointer
        if opcode == 0o133:
            self.ac = 0
        if opcode == 0o251:
            self.ac, index, indirect = 6, 0, False
            to = rng.randrange(LOW, LOW + 0o50)
            self.accumulators[6] = rng.randrange(LOW, LOW + 0o50) << 18 | to
            y = to + rng.randrange(-2, 0o20)
        if opcode == 0o254:
            # The KS10 has other functions for some; halting ends the run of either.
            functions = (0, 2) if self.mode == "executive" else (0, 1, 2)
            self.ac = rng.choice(functions if self.model == "ks10" else [*functions, 1, 3, *(range(4, 16) if self.mode == "user" else ())])
            if self.model == "ks10":
                index = 0
        if opcode == 0o255:
            self.flags = rng.getrandbits(18) & 0o740000 | self.flags & 0o014000
        if opcode == 0o256:
            y = rng.randrange(LOW, LOW + 0o20)
            index, indirect = 0, False
            other = rng.choice([code for code in range(0o200, 0o700) if code not in (0o247, 0o251, 0o254, 0o256, 0o257)])
            self.low[y] = other << 27 | rng.randrange(16) << 23 | rng.randrange(LOW, HIGH)
        return index, indirect, y

    def place(self, address):
        """The physical address of an address of the program's; it need not be allowed."""
        if not self.is_relocated or address < 16:
            return address
        low_protect, _, _, low, high = self.relocation
        return address + (low if address >> 10 <= low_protect else high) * 1024 & 0o777777

    def physical(self):
        memory = {UUOS: 0, UUOS + 1: JSR << 18 | SAVED, INTERRUPTS: JSR << 18 | SAVED, UNASSIGNED: 0, UNASSIGNED + 1: JSR << 18 | SAVED, SAVED: 0}
        if self.opcode < 0o40:
            memory |= {self.place(UUOS): 0, self.place(UUOS + 1): JSR << 18 | OWN}
        memory |= {self.place(at): value for at, value in self.low.items()}
        if self.is_relocated:
            memory |= {self.place(at): value for at, value in self.high.items()}
        return memory

    def areas(self):
        """The physical memory that is compared."""
        first = self.place(LOW)
        result = [range(first, first + HIGH - LOW)]
        if self.model == "ka10":
            result += [range(UUOS, UUOS + 2), range(UNASSIGNED, UNASSIGNED + 2), range(SAVED, SAVED + 1)]
        if self.is_relocated:
            result += [range(self.place(UUOS), self.place(UUOS) + 2)] if self.relocation[3] and self.opcode < 0o40 else []
            result.append(range(self.place(0o400100), self.place(0o400100) + 0o40))
        return result

    def simulated_registers(self, model):
        if model == "ks10":
            return {}
        low_protect, high_protect, read_only, low, high = self.relocation
        return {"pl": low_protect << 10 | 0o1777, "ph": high_protect << 10 | 0o1777, "rl": low << 10, "rh": high << 10, "pflag": read_only}

    def state(self):
        low_protect, high_protect, read_only, low, high = self.relocation
        relocation = low_protect << 25 | high_protect << 17 | read_only << 16 | low << 8 | high
        # A channel for what the processor refuses; but input and output show whether there is one, and the simulator has none.
        priority, channels = (0, 0) if self.opcode >= 0o700 else (1, 1 << 21 | 0x7F)
        return {f"AC[{a}]": value for a, value in enumerate(self.accumulators)} | {
            "PC": CODE, "FLAGS": self.flags, "RELOCATION": relocation, "APR": priority, "PI": channels}


class Answer:
    """What pgcheck said: the state behind a case, its memory, the instruction, the trap."""

    def __init__(self, case):
        self.case, self.state, self.memory = case, case.state(), case.physical()
        self.name = self.trap = self.outcome = None
        self.steps = 0

    def take(self, answer):
        self.steps += 1
        self.name = self.name or answer.get("instruction")
        self.outcome = answer["outcome"]
        trap = answer.get("trap")
        self.trap = self.trap or (trap.get("name") if trap else None)
        for name, value in answer["state"].items():
            if name in self.state or name in ("EXECUTE", "HALTED"):
                self.state[name] = int(value, 16)
            elif name.startswith("FLAGS."):
                bit = FLAGS[name.partition(".")[2]]
                self.state["FLAGS"] = self.state["FLAGS"] & ~(1 << bit) | int(value, 16) << bit
            else:
                self.state[name] = int(value, 16)
        for at, text in answer.get("memory", {}).items():
            self.memory |= {int(at, 16) + n // 9: int(text[n:n + 9], 16) for n in range(0, len(text), 9)}

    @property
    def goes_on(self):
        """A program's UUO and XCT have their instruction executed next; a block transfer has come to its next word."""
        pending = self.state.get("EXECUTE", 0) >> 18 or self.state.get("EXECUTE.pending", 0)
        again = self.case.opcode == 0o251 and self.state["PC"] == CODE
        return self.outcome == "completes" and self.steps < 64 and self.case.model == "ka10" and bool(pending or again)

    @property
    def is_comparable(self):
        return self.outcome in ("completes", "traps") and self.trap != "indirection" and not self.state.get("HALTED", 0)

    def result(self, model):
        """Registers and memory by their names in the simulators."""
        state, memory = self.state, dict(self.memory)
        program_counter, flags = state["PC"], state["FLAGS"]
        if self.trap == "memory_protection":
            # The interrupt that follows has saved them.
            program_counter, flags = memory[SAVED] & 0o777777, memory[SAVED] >> 18
            memory[SAVED] = 0
        result = {f"{a:o}": state[f"AC[{a}]"] for a in range(16)} | {"PC": program_counter, "FLAGS": flags}
        if model == "ks10":
            result["FLAGS"] &= ~LATER
        else:
            result |= {"MEMPROT": int(self.trap == "memory_protection"), "PUSHOVER": int(self.trap == "pushdown_overflow")}
        return result | {f"{at:o}": memory.get(at, 0) for area in self.case.areas() for at in area}


def ask(cases):
    """The answers, with as many steps as one of the simulators."""
    answers = [Answer(case) for case in cases]
    waiting = answers
    while waiting:
        lines = []
        for number, answer in enumerate(waiting):
            memory = {f"0x{at:x}": f"{value:09x}" for at, value in answer.memory.items()}
            state = {name: value for name, value in answer.state.items() if "." not in name}
            if "EXECUTE.pending" in answer.state:
                state["EXECUTE"] = answer.state["EXECUTE.pending"] << 18 | answer.state.get("EXECUTE.address", 0)
            lines.append(json.dumps({"id": str(number), "state": state, "memory": memory}))
        done = subprocess.run([tools.program(), "vectors", str(tools.ROOT / "specs" / "ka10.isa"), "-"], input="\n".join(lines) + "\n", text=True,
                              capture_output=True)
        if done.returncode:
            tools.give_up(f"pgcheck vectors: {done.stderr[:500]}")
        for answer, line in zip(waiting, done.stdout.splitlines()):
            answer.take(json.loads(line))
        waiting = [answer for answer in waiting if answer.goes_on]
    return answers
