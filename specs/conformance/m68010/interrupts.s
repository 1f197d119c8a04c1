; Interrupts: masked they wait, and come when they are let in, by their priority; the handler starts the timer again;
; STOP waits for them.
;! input a
;! disk 2
        .org 0
        .long 0x8000, start
        .long trapped, trapped, trapped, trapped, trapped, trapped
        .long trapped, trapped, trapped, trapped, trapped, trapped
        .long trapped, trapped, trapped, trapped, trapped, trapped
        .long trapped, trapped, trapped, trapped, trapped, trapped
        .long trapped, trapped, console, disk, timer, trapped
        .long trapped, trapped, trapped, trapped, trapped, trapped
        .long trapped, trapped, trapped, trapped, trapped, trapped
        .long trapped, trapped, trapped, trapped
        .org 0x100
start:  move.b #7,0xfff002.l   ; all three are enabled, and masked by the level
; the timer runs out while interrupts are masked: it is pending, and nothing happens
        move.l #20,0xfff008.l
        move.b #2,0xfff004.l
        move.l #200,d0
        bsr    delay
        clr.l  d0
        move.b 0xfff004.l,d0
        bsr    puthex
; disk and console wait too; at level 5 the timer alone is let in, at 4 the disk, and then the console
        move.l #0,0xfff014.l
        move.l #0x6000,0xfff018.l
        move.b #4,0xfff010.l
        moveq  #1,d7
        move.w #0x2500,sr
        moveq  #2,d7
        moveq  #3,d7
        move.w #0x2400,sr
        moveq  #4,d7
        moveq  #5,d7
        move.w #0x2300,sr
        moveq  #6,d7
        move.w #0x2700,sr
; all at once, from the lowest level
        move.l #0,0xfff00c.l
        move.l #1,0xfff008.l
        move.b #2,0xfff004.l
        move.b #4,0xfff010.l
        moveq  #50,d0
        bsr    delay
        moveq  #7,d7
        move.w #0x2000,sr
        moveq  #8,d7
        move.w #0x2700,sr
; STOP waits for the timer
        move.l #300,0xfff008.l
        move.b #2,0xfff004.l
        moveq  #9,d7
        stop   #0x2000
        moveq  #10,d7
; in user mode, a periodic timer
        move.w #7,rounds.l
        move.l #100,0xfff00c.l
        move.l #100,0xfff008.l
        move.b #2,0xfff004.l
        move.l #0,0xfff020.l    ; user mode at work
        move.l #0x10000,0xfff024.l
        lea    0x7000.l,a0
        move.l a0,usp
        clr.w  -(sp)
        move.l #work,-(sp)
        move.w #0,-(sp)
        rte

work:   clr.l  d7
count:  addq.l #1,d7
        bra    count

timer:  movem.l d0-d1,-(sp)
        moveq  #1,d1
        bsr    log
        move.b #2,0xfff004.l   ; not pending any more; it runs on where it has a period
        tst.l  0xfff00c.l
        bne    again
        clr.b  0xfff004.l
again:  tst.w  rounds.l
        beq    back
        subq.w #1,rounds.l
        bne    back
        bsr    newline
        move.b #1,0xfff003.l
halted: bra    halted
disk:   movem.l d0-d1,-(sp)
        moveq  #2,d1
        bsr    log
        clr.b  0xfff010.l
        bra    back
console: movem.l d0-d1,-(sp)
        moveq  #3,d1
        bsr    log
        clr.l  d0
        move.b 0xfff000.l,d0
        bsr    puthex
back:   movem.l (sp)+,d0-d1
        rte
; what came, the status, the place and the program's d7
log:    move.l d1,d0
        bsr    puthex
        clr.l  d0
        move.w 12(sp),d0
        bsr    puthex
        move.l 14(sp),d0
        bsr    puthex
        move.l d7,d0
        bsr    puthex
        bsr    newline
        rts
trapped: bsr   newline
        move.l 2(sp),d0
        bsr    puthex
        move.b #1,0xfff003.l
        bra    trapped
delay:  subq.l #1,d0
        bne    delay
        rts
rounds: .word 0

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
