; The supervisor moves its users about: one program at several places, memory that two of them share, bounds that grow
; when they are met.
        .org 0
        .long 0x8000, start
        .long grow, trapped, trapped, trapped, trapped, trapped
        .long trapped, trapped, trapped, trapped, trapped, trapped
        .long trapped, trapped, trapped, trapped, trapped, trapped
        .long trapped, trapped, trapped, trapped, trapped, trapped
        .long trapped, trapped, trapped, trapped, trapped, trapped
        .long trapped, trapped, trapped, trapped, trapped, trapped
        .long trapped, trapped, trapped, trapped, trapped, trapped
        .long trapped, trapped, trapped, trapped
        .org 0x100
start:  move.l #0x10000,d6     ; the first place
next:   lea    body.l,a0       ; a copy of the program goes there
        movea.l d6,a1
        moveq  #63,d1
copy:   move.w (a0)+,(a1)+
        dbf    d1,copy
        move.l d6,0xfff020.l
        move.l #0x80,0xfff024.l
        clr.w  -(sp)
        clr.l  -(sp)
        clr.w  -(sp)
        rte

; The program: fills a table far beyond its bounds, and sums it up
body:   moveq  #0,d0
        lea    0x90.w,a0
        moveq  #60,d1
fill:   move.l d1,(a0)
        add.l  (a0)+,d0
        dbf    d1,fill
        trap   #1
        .space 32

; Bus error: 64 bytes more, and the instruction again
grow:   move.l d0,-(sp)
        move.b #43,0xfff000.l
        move.l 0xfff024.l,d0
        addi.l #64,d0
        move.l d0,0xfff024.l
        move.l (sp)+,d0
        rte

trapped: move.l d0,-(sp)
        move.l 0xfff020.l,d0
        bsr    puthex
        move.l 0xfff024.l,d0
        bsr    puthex
        move.l (sp)+,d0
        bsr    puthex
        move.l 2(sp),d0
        bsr    puthex
        cmpi.w #0x0084,6(sp)
        bne    aliases
        addq.l #8,sp
        bsr    newline
        addi.l #0x1110,d6
        cmpi.l #0x14440,d6
        bne    next
; Two windows on the same words: what one user writes the other one reads
        move.l #0x11111111,0x18010.l
        lea    alias.l,a0
        lea    0x18000.l,a1
        moveq  #15,d1
copy2:  move.w (a0)+,(a1)+
        dbf    d1,copy2
        move.l #0x18000,0xfff020.l
        move.l #0x100,0xfff024.l
        clr.w  -(sp)
        clr.l  -(sp)
        clr.w  -(sp)
        rte
alias:  addi.l #0x1234,0x10.w
        trap   #2
        .space 20

aliases: addq.l #8,sp
        bsr    newline
        move.l 0x18010.l,d0
        bsr    puthex
        cmpi.l #0x17ff8,0xfff020.l
        beq    ended
        move.w #0x18,0x18006.l ; the same words, 8 further down
        move.l #0x17ff8,0xfff020.l
        clr.w  -(sp)
        move.l #8,-(sp)
        clr.w  -(sp)
        rte
ended:  bsr    newline
        move.b #1,0xfff003.l
        bra    ended

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
