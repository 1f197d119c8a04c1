# The way into the program, where the boot memory of specs/mips32/platform.isa goes: kseg0, in kernel mode.

        .set    noreorder
        .section .start, "ax"
        .globl  start
start:  lui     $sp, 0x8080
        jal     main
        nop
        # Halt
        lui     $t0, 0xBF00
1:      b       1b
        sb      $zero, 0x510($t0)

        .section .note.GNU-stack, "", @progbits
