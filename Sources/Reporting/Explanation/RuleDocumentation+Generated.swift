// Made by Scripts/generate-rule-documentation from the comments in Sources/Virtualizability. Change it there.

extension RuleDocumentation {

  /// What the comments say, in the order of the rules.
  static let generated: [RuleDocumentation] = [
    RuleDocumentation(
      id: "PG101", title: "control-sensitive, and completes in user mode",
      paragraphs: [
        """
        An instruction is control-sensitive when it can change the processor mode, the \
        relocation state, or another resource that a monitor must own. That is harmless as \
        long as it traps whenever a guest executes it: the monitor sees the trap and makes \
        the change in the virtual machine. This one completes in a user state, so the change \
        is made behind the monitor's back, or silently not made at all.
        """,
        """
        The proof is one user state in which the instruction changes the resource; or two \
        states with the same guest part, one in which it changes the resource, and a user \
        state in which it just completes.
        """,
        """
        To close the hole, trap in user mode, or whenever the change would be made.
        """,
      ]),
    RuleDocumentation(
      id: "PG102", title: "mode-sensitive, and completes in user mode",
      paragraphs: [
        """
        The instruction's result tells the program in which mode the processor is. A guest's \
        kernel believes to be in a privileged mode, but under a monitor it runs in user \
        mode; executing this instruction, which does not trap, it sees the truth.
        """,
        """
        The proof is two states that differ in the mode alone. The instruction completes in \
        both, and leaves different results for the guest.
        """,
        """
        To close the hole, trap in user mode, so that the monitor can answer with the \
        virtual machine's mode.
        """,
      ]),
    RuleDocumentation(
      id: "PG103", title: "location-sensitive, and completes in user mode",
      paragraphs: [
        """
        The instruction's result depends on the relocation state: on where the monitor has \
        put the guest in real memory, or on what translation admits. Both are the monitor's \
        business and differ from what the guest has set up.
        """,
        """
        The proof is two states that differ in relocation alone. The instruction completes \
        in both, and leaves different results for the guest.
        """,
        """
        To close the hole, trap in user mode, so that the monitor can answer with the \
        virtual machine's relocation state.
        """,
      ]),
    RuleDocumentation(
      id: "PG104", title: "resource-sensitive, and completes in user mode",
      paragraphs: [
        """
        The instruction's result depends on a resource that the monitor owns and sets to \
        values of its own while the guest runs: an interrupt mask, the address of a \
        descriptor table, what is stored in memory past translation. The guest sees the \
        monitor's value instead of its own.
        """,
        """
        The proof is two states that differ in that resource alone. The instruction \
        completes in both, and leaves different results for the guest.
        """,
        """
        To close the hole, trap in user mode, or mirror the resource if the monitor can \
        afford to load it with the guest's value.
        """,
      ]),
    RuleDocumentation(
      id: "PG105", title: "a missed trap",
      paragraphs: [
        """
        There are two states with the same guest part: in the first the instruction traps, \
        and not because of memory; in the second, a user state, it completes. A guest that \
        relies on the trap (a coprocessor that is switched off, a trap-enable bit) does not \
        get it when the monitor has set the deciding resource otherwise.
        """,
        """
        The proof is these two states.
        """,
        """
        To close the hole, make the trap in user mode independent of the resource, or let a \
        host condition fix the resource so that user mode always traps, or mirror the \
        resource.
        """,
      ]),
    RuleDocumentation(
      id: "PG110", title: "user-sensitive",
      paragraphs: [
        """
        For Theorem 3 the monitor interprets everything that the guest executes in its \
        virtual privileged modes, and runs only its virtual user mode directly. Then only \
        what happens in user states matters. The instruction is user-sensitive: started in a \
        user state it changes the mode or a resource; or its result, or whether it traps, \
        differs between a user state and another state of the same mode that differs in \
        relocation and control alone. (The other one is the virtual machine in its user \
        mode, with resources of its own; PG74, which knows no host condition, asks for two \
        user states.)
        """,
        """
        The proof is one user state in which a resource changes, or two user states with \
        different results.
        """,
        """
        To close the hole, trap in user mode whenever the resource is touched.
        """,
      ]),
    RuleDocumentation(
      id: "PG120", title: "depends on time in user mode",
      paragraphs: [
        """
        The instruction completes in user mode with a result that depends on a clock or a \
        counter. A monitor that is itself a guest is slower than the bare machine, and this \
        instruction shows it: Theorem 2, recursive virtualizability, needs that there be \
        none. Theorem 1 leaves time out.
        """,
        """
        The proof is two user states that differ in time alone, with different results.
        """,
        """
        To close the hole, trap in user mode, as x86 does when CR4.TSD is set.
        """,
      ]),
    RuleDocumentation(
      id: "PG201", title: "direct execution differs from the virtual machine",
      paragraphs: [
        """
        The exact condition for running an instruction directly. Let V be a state of the \
        virtual machine in any of its modes, and H the state of the hardware that stands for \
        it: the same guest part, the host mode, any resources that the host condition \
        allows, mirrored ones equal, and a shadow translation that admits no more than the \
        virtual machine's own does in its mode. The instruction passes when for all such V \
        and H it traps in H, or completes in both with equal guest parts and without \
        changing mode or resources.
        """,
        """
        This finds what the classes cannot see: a load that is checked as if in user mode \
        fails on the virtual machine and succeeds under the monitor. And it clears what they \
        only suspect.
        """,
        """
        The proof is such a pair V and H.
        """,
      ]),
    RuleDocumentation(
      id: "PG301", title: "a memory trap is not precise, so the instruction cannot be restarted",
      paragraphs: [
        """
        A monitor that fills its shadow of the guest's translation as the guest goes, and \
        every system with demand paging, counts on this: when an access is refused, the page \
        is provided and the instruction runs again from its start. For that the trap must \
        leave the guest's part as it was before the instruction. Here the trap is declared \
        `imprecise`, and something of the guest's part has changed by the time that it is \
        taken: a register has counted, a part has been written, or the program counter has \
        moved on by an amount that nobody can tell.
        """,
        """
        The proof is one user state in which the access is refused and the guest's part is \
        another one when the trap is taken.
        """,
        """
        To close the hole, take every trap before anything changes, or keep with the trap \
        what is needed to go on, as the MC68010 does in its long stack frame. A monitor can \
        live with it if it never refuses an access that the guest is allowed: all of the \
        guest's memory is mapped before the guest runs.
        """,
      ]),
    RuleDocumentation(
      id: "PG302", title: "an address that cannot be made reachable in the host mode",
      paragraphs: [
        """
        A monitor runs a guest's system code in a mode with fewer rights, and gives it \
        memory by setting what decides translation: tables, bounds, the entries of a \
        translation buffer. Here an address is refused in that mode before any of these is \
        looked at, though the mode that the guest believes to be in reaches it. System \
        software that stands or works there traps at every access. It is run correctly all \
        the same, because the monitor sees each of these traps and can make the access \
        itself; so no theorem fails. But nothing of it runs directly.
        """,
        """
        The question is asked of `translate` in the specification, for reads, writes and \
        fetches of instructions: of all addresses, which does no state whatever admit in the \
        host mode, and which of those does some state admit in the mode that runs there? \
        Registers, and what memory past translation holds, are whatever a monitor may set \
        them to; there is memory at every physical address. Where a specification does not \
        describe translation, or a second stage lies below it that can move every address, \
        nothing is asked.
        """,
        """
        The proof is an access that completes in the one mode. That no state of the other \
        admits it is the solver's answer; beside the access stands what becomes of it there.
        """,
        """
        To close the hole, let translation decide about every address, in every mode, as the \
        guest mode of MIPS Release 5 does; or move the guest's system software to addresses \
        that the host mode reaches.
        """,
      ]),
    RuleDocumentation(
      id: "PG401", title: "an encoding without a meaning, or with two",
      paragraphs: [
        """
        Every word of the instruction stream, under every combination of prefixes, must be \
        decoded by exactly one form of one instruction, or be declared undefined by \
        `otherwise trap`. Conditions (`where`), operands none of whose cases takes the bits, \
        and prefixes count: a word that they exclude is not decoded by that form. There is \
        no order of preference among forms, nor between a form and a prefix. The cases of \
        one operand do have an order: the first that takes the bits is meant.
        """,
        """
        The words of all forms are compared as decision diagrams over the bits of the stream \
        and of the contexts, so that the answer holds for every word. The message shows one \
        word of those that are in question.
        """,
        """
        To mend an overlap, exclude the common words from one of the forms with `where`, or \
        with constant bits; to mend a gap, add the missing instruction, or `otherwise trap` \
        to `encoding`.
        """,
      ]),
    RuleDocumentation(
      id: "PG402", title: "a guest component decides what a monitor must decide",
      paragraphs: [
        """
        The component is declared `guest`, so a monitor leaves it to the program; but it \
        takes part in deciding the mode, the translation of addresses, where a trap enters \
        and in which mode, or whether an interrupt is accepted. A verdict on such a \
        specification would say nothing, so none is given. Of traps and interrupts it is \
        asked what becomes of them in the modes that guests run in, under the host \
        condition: elsewhere the monitor delivers them, from what is the guest's. Where a \
        second stage of translation lies below, the first is the guest's own, and may look \
        at nothing else.
        """,
        """
        To mend it, give the component the role that it has, or split it into fields with \
        roles of their own.
        """,
      ]),
    RuleDocumentation(
      id: "PG403", title: "vacuous",
      paragraphs: [
        """
        A condition that no state satisfies makes everything true. The invariant together \
        with a mode, or with the host condition, must be satisfiable; an instruction must \
        complete in some state, unless it says `always traps`; and one that says so must not \
        complete. A verdict on such a specification would say nothing, so none is given.
        """,
        """
        To mend it, look at the condition that the message names, and weaken it.
        """,
      ]),
    RuleDocumentation(
      id: "PG901", title: "a baseline entry is stale",
      paragraphs: [
        """
        The entry accepts a violation that is not there any more: it was mended, its \
        instruction was removed, or the configuration of the check is another one. As long \
        as the entry stays, it would accept the same violation again if it came back, and \
        nobody would be told.
        """,
        """
        This is a warning; the exit code stays as it is.
        """,
        """
        To mend it, take the entry out of the baseline, or write the baseline anew with \
        `--write-baseline`.
        """,
      ]),
    RuleDocumentation(
      id: "PG902", title: "a baseline entry has expired",
      paragraphs: [
        """
        The violation is still there, but it was accepted only up to a day, and that day has \
        passed. The violation counts again, and the exit code is 1.
        """,
        """
        To mend it, repair the instruction. If the violation has to be accepted for longer, \
        ask the entry's owner, and give the entry a new reason and a later day.
        """,
      ]),
    RuleDocumentation(
      id: "PG903", title: "a baseline entry is about something that has changed",
      paragraphs: [
        """
        The instruction still breaks the same rule, but it does not mean the same any more, \
        or other resources are affected: what was accepted is not what is there now. The \
        violation counts as a new one, and the exit code is 1. Moving or reformatting the \
        specification does not change an instruction's meaning.
        """,
        """
        To mend it, look at what has changed. Repair the instruction, or accept the \
        violation as it is now by writing the baseline anew with `--write-baseline`.
        """,
      ]),
  ]
}
