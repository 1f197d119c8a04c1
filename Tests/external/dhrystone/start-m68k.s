| The first words of memory, and the way into the program. The board is that of specs/m68000/platform.isa.

        .section .vectors, "a"
        .long   0x00100000              | the supervisor's stack
        .long   start
        .rept   254
        .long   unexpected
        .endr

        .text
        .globl  start
start:  jsr     main
        move.b  #0, 0xFFF003            | halt
1:      bra.s   1b

unexpected:
        move.b  #'!', 0xFFF000
        move.b  #'\n', 0xFFF000
        move.b  #0, 0xFFF003
2:      bra.s   2b

        .section .note.GNU-stack, "", @progbits
