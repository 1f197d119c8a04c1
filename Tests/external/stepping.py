"""What is the same for every other source that random single steps are held against: options, groups of words, counting, reporting."""

import json
import random
import re
import sys

import steps


def add_options(options, known, sample, most, seed):
    options.add_argument("--count", type=int, default=sample, help=f"vectors of each row of the table (default: {sample})")
    options.add_argument("--all", action="store_true", help=f"{most} of them; a line of {known} that none needs fails then")
    options.add_argument("--only", default=".*", help="only instructions that match this regular expression, as 'NAME SIZE'")
    options.add_argument("--seed", type=int, default=seed, help=f"which ones (default: {seed})")
    options.add_argument("--show", type=int, default=2, help="how many unknown differences of a row to show (default: 2)")


def parse(options, most):
    chosen = options.parse_args()
    if chosen.all:
        chosen.count = max(chosen.count, most)
    return chosen


def groups(machine, environment, seed, only):
    """(instruction, operand size) -> heads of its words, as the specification decodes them."""
    heads = list(dict.fromkeys(machine.heads(seed)))
    rng = random.Random(f"{seed} tails")
    tails = [machine.tail(rng) for _ in heads]
    texts = steps.disassemble(machine.SPECIFICATION, [head + more for head, more in zip(heads, tails)], machine.ADDRESS)
    chosen = [number for number, (length, _) in enumerate(texts) if length]
    others = steps.disassemble(machine.SPECIFICATION, [machine.toggled(heads[n]) + tails[n] for n in chosen], machine.ADDRESS)
    answers = steps.ask(machine.SPECIFICATION, [machine.decoding(environment, heads[n] + tails[n]) for n in chosen])
    result = {}
    for number, other, answer in zip(chosen, others, answers):
        name = answer.get("instruction")
        if name:
            size = machine.operand_size(name, heads[number], texts[number], other)
            if re.fullmatch(only, f"{name} {size}"):
                result.setdefault((name, size), []).append(heads[number])
    return result


def count(machine, vector, asked, answer, result, outside, wrong, known, table, chosen):
    # A word may be another instruction than its head promised. What the other source could not do always counts.
    if not result.error and (answer.instruction != vector.group[0] or outside):
        return
    row = table.row(title(vector.group), f"ring {vector.ring}")
    outcome = "agreed"
    if wrong:
        outcome = "known" if known.explain(title(vector.group), vector.word.hex(), vector.ring, answer.trap, wrong) else "differ"
    row.count(answer.outcome == "completes", outcome)
    if outcome == "differ" and row.differ <= chosen.show:
        show(machine, vector, asked, answer, result, wrong)


def title(group):
    """The instruction and its operand size."""
    return f"{group[0]} {group[1]}"


def show(machine, vector, asked, answer, result, wrong):
    text = steps.disassemble(machine.SPECIFICATION, [vector.word], vector.state["EIP"])[0]
    print(f"{vector.group[0]} {vector.group[1]}, ring {vector.ring}: {vector.word[:text[0]].hex()} '{text[1]}': {' '.join(sorted(wrong))}",
          file=sys.stderr)
    hexadecimal = lambda values: json.dumps({f"{key:x}" if isinstance(key, int) else key: f"{value:x}" for key, value in values.items()})
    places = {place for place in result.before if place < machine.SYSTEM} | answer.written.keys()
    changed = {name: value for name, value in result.registers.items() if value != asked["state"].get(name)}
    written = {place: value for place, value in result.after.items() if value != result.before.get(place)}
    print(f"  from     {hexadecimal(vector.state)}", file=sys.stderr)
    print(f"  memory   {hexadecimal({place: answer.before.get(place, 0) for place in sorted(places)})}", file=sys.stderr)
    print(f"  other:   {f'interrupt {result.vector} ({result.code})' if result.vector is not None else result.error or 'completes'} "
          f"{hexadecimal(changed)} {hexadecimal(written)}", file=sys.stderr)
    print(f"  pgcheck: {answer.outcome} {answer.trap} {hexadecimal(answer.changed)} {hexadecimal(answer.written)} "
          f"undefined {hexadecimal(answer.undefined)}", file=sys.stderr)


def finish(name, path, known, table, chosen, tally):
    """Prints the table and what is known; what differs fails, and with all vectors what is known without need."""
    table.print()
    known.report()
    table.check(tally, name)
    if chosen.all and chosen.only == ".*":
        for number in known.unused():
            tally.check(False, f"{path.name}:{number}: nothing differs so")
