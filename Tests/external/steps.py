"""What the checks share that take single steps in `pgcheck vectors` and in another source, and compare.

A vector is a state and an instruction. The other source runs it and says what it read and wrote, how the step ended and what the
registers hold afterwards; pgcheck runs it from the same state; a machine's module (steps_x86 is one) says what is compared.
"""

import json
import pathlib
import re
import subprocess
import tempfile

import tools


def ask(specification, lines):
    """The answers of `pgcheck vectors` to these lines, in their order. The specification may have options behind it."""
    specification, *options = [specification] if isinstance(specification, str) else specification
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        for line in lines:
            file.write(json.dumps(line, separators=(",", ":")) + "\n")
        file.flush()
        done = subprocess.run(
            [tools.program(), "vectors", specification, file.name, *options], cwd=tools.ROOT, capture_output=True, text=True)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    if done.returncode != 0 or len(answers) != len(lines):
        tools.give_up(f"pgcheck vectors {specification} ended with {done.returncode}: {done.stderr[:2000]}")
    return answers


def disassemble(specification, words, address):
    """(length, text) of each word at `address`, as `pgcheck disasm` writes it; a length of 0 where there is no instruction."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="ascii") as file:
        file.write("".join(word.hex() + "\n" for word in words))
        file.flush()
        done = subprocess.run(
            [tools.program(), "disasm", specification, file.name, "--lines", "--at", hex(address)],
            cwd=tools.ROOT, capture_output=True, text=True)
    if done.returncode != 0:
        tools.give_up(f"pgcheck disasm {specification} ended with {done.returncode}: {done.stderr[:2000]}")
    parts = (line.partition("\t") for line in done.stdout.splitlines())
    return [(int(length), text) for length, _, text in parts]


class Answer:
    """What pgcheck said to a vector, laid over the state that it began with."""

    def __init__(self, answer, state, memory):
        self.outcome = answer["outcome"]
        self.reason = answer.get("reason")
        self.instruction = answer.get("instruction")
        self.trap = answer.get("trap", {}).get("name", "-")
        self.changed = {name: int(value, 16) for name, value in answer["state"].items()}
        self.state = state | self.changed
        self.undefined = {name: int(value, 16) for name, value in answer.get("undefined", {}).items()}
        self.before = memory
        self.written = {int(place, 16): int(value, 16) for place, value in answer["memory"].items()}
        self.undefined_memory = {int(place, 16): int(value, 16) for place, value in answer.get("undefinedMemory", {}).items()}

    def byte(self, place):
        return self.written.get(place, self.before.get(place, 0))


class Known:
    """Differences that are known, each a line of a file with the page that settles it.

    MACHINE | INSTRUCTION | WORD | RING | TRAP | DIFFERENCES | WHY. The first four are regular expressions: of the machine, of the
    instruction and its operand size (`ADD 32`), of the instruction's bytes in hexadecimal, of the ring; TRAP are the traps that the
    specification may take, `-` for none, `+` for any, `*` for any or none. DIFFERENCES are all that may come out otherwise; what has a
    `!` must be among them.
    """

    def __init__(self, path, machine):
        self.lines = []
        self.used = set()
        for number, line in enumerate(pathlib.Path(path).read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            parts = [part.strip() for part in line.split(" | ")]
            if len(parts) != 7 or not all(parts):
                tools.give_up(f"{path}:{number}: expected MACHINE | INSTRUCTION | WORD | RING | TRAP | DIFFERENCES | WHY")
            if re.fullmatch(parts[0], machine):
                patterns = [re.compile(part) for part in parts[1:4]]
                names = parts[5].split()
                needed = {name[:-1] for name in names if name.endswith("!")}
                self.lines.append((number, patterns, parts[4].split(), {name.rstrip("!") for name in names}, needed, parts[6]))

    def explain(self, group, word, ring, trap, wrong):
        for number, patterns, traps, names, needed, _ in self.lines:
            fits = all(pattern.fullmatch(text) for pattern, text in zip(patterns, (group, word, str(ring))))
            if fits and ("*" in traps or trap in traps or "+" in traps and trap != "-") and needed <= wrong <= names:
                self.used.add(number)
                return True
        return False

    def report(self):
        for number, *_, why in self.lines:
            if number in self.used:
                print(f"known: {why}")

    def unused(self):
        return [number for number, *_ in self.lines if number not in self.used]
