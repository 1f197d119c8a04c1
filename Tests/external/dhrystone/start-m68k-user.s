| A supervisor that does nothing but serve a program in user mode: trap #0 prints the character in d0, trap #1 halts. The board is that of
| specs/m68000/platform.isa.

        .section .vectors, "a"
        .long   0x00100000              | the supervisor's stack
        .long   start
        .rept   30
        .long   unexpected
        .endr
        .long   print
        .long   finish
        .rept   222
        .long   unexpected
        .endr

        .text
        .globl  start
start:  lea     0x000F0000, %a0         | the program's stack
        move.l  %a0, %usp
        clr.w   -(%sp)                  | a frame as of a trap
        move.l  #user, -(%sp)
        clr.w   -(%sp)
        rte
user:   jsr     main
        trap    #1

print:  btst    #1, 0xFFF001
        bne.s   print
        move.b  %d0, 0xFFF000
        rte
finish: move.b  #0, 0xFFF003
1:      bra.s   1b

unexpected:
        move.b  #'!', 0xFFF000
        move.b  #'\n', 0xFFF000
        move.b  #0, 0xFFF003
2:      bra.s   2b

        .section .note.GNU-stack, "", @progbits
