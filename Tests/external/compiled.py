"""Dhrystone, in the folder dhrystone beside this file, made into programs of the machines."""

import pathlib
import shutil

import tools

SOURCES = pathlib.Path(__file__).with_name("dhrystone")
FLAGS = ["-O2", "-Wall", "-Werror", "-ffreestanding", "-fno-builtin", "-fno-pic"]


class Toolchain:
    """How C becomes a program of a machine: a compiler and a linker with their options, and what else is linked."""

    def __init__(self, compiler, options, linker, others):
        self.compiler, self.options, self.linker, self.others = compiler, options, linker, others


M68K = ["m68k-linux-gnu-ld", "--no-warn-rwx-segments", "-T", str(SOURCES / "link-m68k.ld")]
MACHINES = {
    "m68000": Toolchain("m68k-linux-gnu-gcc", ["-m68000"], M68K, ["start-m68k.s", "arithmetic-m68k.c"]),
    "m68010": Toolchain("m68k-linux-gnu-gcc", ["-m68010"], M68K, ["start-m68k.s", "arithmetic-m68k.c"]),
    "mips32": Toolchain(
        "mips-linux-gnu-gcc", ["-mips32", "-EB", "-mabi=32", "-mno-abicalls", "-G0", "-msoft-float"],
        ["mips-linux-gnu-ld", "-EB", "-z", "max-page-size=4096", "--no-warn-rwx-segments", "-T", str(SOURCES / "link-mips32.ld")],
        ["start-mips32.s"]),
    "x86": Toolchain(
        "clang", ["--target=i386-none-elf", "-mno-sse"],
        ["ld", "-m", "elf_i386", "--no-warn-rwx-segments", "-T", str(SOURCES / "link-x86.ld")], ["start-x86.s"]),
}
# The same as a program in user mode, under a supervisor that does nothing but serve it.
USERS = {
    "m68000": Toolchain("m68k-linux-gnu-gcc", ["-m68000", "-DUSER"], M68K, ["start-m68k-user.s", "arithmetic-m68k.c"]),
    "m68010": Toolchain("m68k-linux-gnu-gcc", ["-m68010", "-DUSER"], M68K, ["start-m68k-user.s", "arithmetic-m68k.c"]),
    "mips32": Toolchain(
        "mips-linux-gnu-gcc", [*MACHINES["mips32"].options, "-DUSER"],
        [*MACHINES["mips32"].linker[:-1], str(SOURCES / "link-mips32-user.ld")], ["start-mips32-user.s"]),
}
PACKAGES = {"mips-linux-gnu-gcc": "gcc-mips-linux-gnu", "m68k-linux-gnu-gcc": "gcc-m68k-linux-gnu", "clang": "clang, or Swift's toolchain on the PATH"}


def dhrystone(machine, runs, folder, user=False):
    """The path of the program, an ELF file in `folder`; with `user` it runs in user mode."""
    chain = (USERS if user else MACHINES)[machine]
    if not shutil.which(chain.compiler):
        tools.give_up(f"there is no {chain.compiler} (package {PACKAGES[chain.compiler]})")
    objects = []
    for name in [*chain.others, "dhrystone.c"]:
        target = folder / f"{machine}-{name}{'-user' if user else ''}.o"
        options = FLAGS if name.endswith(".c") else []
        tools.run([chain.compiler, *chain.options, *options, f"-DRUNS={runs}", "-c", str(SOURCES / name), "-o", str(target)],
                  f"{chain.compiler} cannot compile {name} for {machine}")
        objects.append(str(target))
    program = folder / f"dhrystone-{machine}{'-user' if user else ''}.elf"
    tools.run([*chain.linker, *objects, "-o", str(program)], f"{chain.linker[0]} cannot link Dhrystone for {machine}")
    return program
