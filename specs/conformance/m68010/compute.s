; Arithmetic, branches and memory in user mode, with a checksum that is printed at the end.
        .org 0
        .long 0x8000, start
        .long trapped, trapped, trapped, trapped, trapped, trapped
        .long trapped, trapped, trapped, trapped, trapped, trapped
        .long trapped, trapped, trapped, trapped, trapped, trapped
        .long trapped, trapped, trapped, trapped, trapped, trapped
        .long trapped, trapped, trapped, trapped, trapped, trapped
        .long trapped, trapped, trapped, trapped, trapped, trapped
        .long trapped, trapped, trapped, trapped, trapped, trapped
        .long trapped, trapped, trapped, trapped
        .org 0x100
start:
        move.l #0,0xfff020.l    ; user mode at work
        move.l #0x10000,0xfff024.l
        lea    0x7000.l,a0
        move.l a0,usp
        clr.w  -(sp)
        move.l #work,-(sp)
        move.w #0,-(sp)
        rte

work:   moveq  #1,d0           ; the checksum
        move.l #20000,d1
        lea    table.l,a0
loop:   move.l d0,d2           ; a linear congruential generator
        mulu.w #0x4e6d,d2
        addi.l #12345,d2
        eor.l  d2,d0
        rol.l  #5,d0
        move.l d0,d3
        andi.l #0xfc,d3
        move.l 0(a0,d3.l),d4
        add.l  d0,d4
        move.l d4,0(a0,d3.l)
        move.l d4,d5
        ori.w  #0x8001,d5
        swap   d4
        clr.w  d4
        swap   d4
        divu.w d5,d4
        add.l  d4,d0
        moveq  #0,d6
        move.w d0,d6
        lsr.l  #3,d6
        sub.l  d6,d0
        subq.l #1,d1
        bne    loop
        moveq  #63,d1          ; what the table holds goes into it
sum:    move.l (a0)+,d2
        bsr    mix
        dbf    d1,sum
        trap   #0
mix:    move.l d0,d3
        asl.l  #3,d3
        eor.l  d3,d0
        add.l  d2,d0
        rts

trapped: bsr   puthex
        bsr    newline
        move.b #1,0xfff003.l
halted: bra    halted

; puthex: prints d0 as eight hexadecimal digits and a space; keeps everything else
puthex: movem.l d1-d3,-(sp)
        move.l d0,d3
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
        move.b #32,0xfff000.l
        movem.l (sp)+,d1-d3
        rts
newline: move.b #10,0xfff000.l
        rts

        .align 4
table:  .space 256
