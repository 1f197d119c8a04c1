"""The table that every check prints which takes single steps in another source: how the vectors of each instruction came out."""

import re


class Row:
    """What became of the vectors of one instruction in one mode."""

    def __init__(self):
        self.vectors = self.completed = self.agreed = self.known = 0

    @property
    def differ(self):
        return self.vectors - self.agreed - self.known

    def count(self, completes, outcome):
        """One vector more: whether its instruction completes (or traps), and `agreed`, `known` or `differ`."""
        self.vectors += 1
        self.completed += bool(completes)
        self.agreed += outcome == "agreed"
        self.known += outcome == "known"

    def add(self, other):
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)


class Table:
    """How the vectors of each instruction came out, in each mode. An instruction may be named with its operand size, as `ADD 32`."""

    def __init__(self):
        self.rows = {}

    def row(self, instruction, mode):
        return self.rows.setdefault((instruction, mode), Row())

    def print(self):
        width = max([12, *(len(name) + 1 for name, _ in self.rows)])
        columns = ("vectors", "completed", "agreed", "known", "differ", "percent")
        print(f"{'instruction':{width}}{'mode':12}" + "".join(f"{name:>10}" for name in columns))
        total, modes = Row(), {}
        for name, mode in sorted(self.rows, key=natural):
            row = self.rows[name, mode]
            show(name, mode, row, width)
            modes.setdefault(mode, Row()).add(row)
            total.add(row)
        for mode, row in sorted(modes.items()):
            show("all", mode, row, width)
        if len(modes) > 1:
            show("all", "", total, width)

    def check(self, tally, what):
        """Every row passes in which nothing differs, and something was compared."""
        for (name, mode), row in self.rows.items():
            tally.check(row.differ == 0, f"{what}: {name}, {mode}: {row.differ} of {row.vectors} vectors differ")
            tally.check(row.vectors > 0, f"{what}: {name}, {mode}: no vector could be compared")


def show(name, mode, row, width):
    share = 100 * row.agreed / max(1, row.vectors)
    # What is not all does not read as all.
    share = min(share, 99.99) if row.agreed < row.vectors else share
    numbers = (row.vectors, row.completed, row.agreed, row.known, row.differ)
    print(f"{name:{width}}{mode:12}" + "".join(f"{number:10}" for number in numbers) + f"{share:10.2f}")


def natural(key):
    """Numbers in the order of numbers: `ADD 8` before `ADD 16`."""
    return [[int(part) if part.isdigit() else part for part in re.split(r"(\d+)", text)] for text in key]
