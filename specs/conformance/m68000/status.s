; Reads the status register, as a program of the MC68000 may do in any mode: in supervisor mode it sees that it is
; there, and its interrupt level. Under a naive monitor it runs in user mode, and sees that.
        .org 0
        .long 0x8000, start
        .org 0x100
start:  move.w #0x2500,sr
        clr.l  d0
        move.w sr,d0
        bsr    puthex
        move.b #10,0xfff000.l
        move.b #1,0xfff003.l
halted: bra    halted
; puthex: prints d0 as eight hexadecimal digits
puthex: move.l d0,d3
        moveq  #7,d2
hexd:   rol.l  #4,d3
        move.l d3,d1
        andi.w #15,d1
        cmpi.w #10,d1
        bcs    hexs
        addq.w #7,d1
hexs:   addi.w #48,d1
        move.b d1,0xfff000.l
        dbf    d2,hexd
        rts
