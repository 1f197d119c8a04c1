; Tries to get out: wild addresses, bad relocation, vectors to nowhere, blocks and buffers that are not its own; and at
; last it keeps the processor to itself, with interrupts off. The monitor and its neighbours must not notice.
;! disk 2
;! steps 200000
        .org 0
        .long 0x8000, start
        .long refused, trapped, trapped, trapped, trapped, trapped
        .long trapped, trapped, trapped, trapped, trapped, trapped
        .long trapped, trapped, trapped, trapped, trapped, trapped
        .long trapped, trapped, trapped, trapped, trapped, trapped
        .long trapped, trapped, trapped, trapped, trapped, trapped
        .long trapped, trapped, trapped, trapped, trapped, trapped
        .long trapped, trapped, trapped, trapped, trapped, trapped
        .long trapped, trapped, trapped, trapped
        .org 0x100
start:  lea    end.l,a0        ; all of memory is overwritten, in strides, up to where nothing answers
        moveq  #-1,d0
        lea    reached.l,a6
wild:   move.l d0,(a0)
        adda.l #0xffe,a0
        cmpa.l #0xf00000,a0
        bcs    wild
reached: move.l a0,d0
        bsr    puthex
        lea    r1.l,a6
        move.l d0,0xfffffc.l
r1:     lea    r2.l,a6
        move.b 0xfff03f.l,d0
        move.b #255,0xfff03f.l
r2:     bsr    newline
; users with windows that reach beyond memory, and that wrap around
        lea    windows.l,a5
attack: lea    users.l,a6
        move.l (a5)+,d0
        beq    devices
        move.l d0,0xfff020.l
        move.l (a5)+,0xfff024.l
        move.l (a5)+,d1
        clr.w  -(sp)
        move.l d1,-(sp)
        clr.w  -(sp)
        rte
users:  move.l 0xfff020.l,d0
        bsr    puthex
        move.l 0xfff024.l,d0
        bsr    puthex
        bsr    newline
        bra    attack
windows: .long 0x80000, 0x1000000, 0
        .long 0xfffff0, 0x1ffffff, 0x0e
        .long 0xfff000, 0x1ffffff, 0
        .long 0x1, 0xffffffff, 0xfffffffe
        .long 0x700000, 0, 0
        .long 0xffffffff, 0xffffffff, 0x1000
        .long 0
; every block that there could be, to and from the worst places
devices: moveq #1,d5
        move.l #-256,d6
        moveq  #19,d7
disks:  move.l d5,0xfff014.l
        move.l d6,0xfff018.l
        move.b #12,0xfff010.l
        clr.l  d0
        move.b 0xfff010.l,d0
        bsr    puthex
        move.b #4,0xfff010.l
        move.b 0xfff010.l,d0
        bsr    puthex
        add.l  d5,d5
        addi.l #64,d6
        dbf    d7,disks
        bsr    newline
        moveq  #-1,d0          ; all devices at once, with all their bits, and vectors that lead nowhere
        move.l d0,0xfff00c.l
        move.l d0,0xfff008.l
        move.b d0,0xfff004.l
        move.b #15,0xfff010.l
        clr.b  0xfff004.l
        clr.b  0xfff010.l
        move.l #0xfffffc00,d0
        movec  d0,vbr
        move.b #33,0xfff000.l
        move.w #0x2700,sr
spin:   bra    spin            ; for ever

; Whatever was refused: the status and the address, and on at a6
refused:
trapped: move.l d0,saved.l
        clr.l  d0
        move.w (sp),d0
        bsr    puthex
        move.l 2(sp),d0
        bsr    puthex
        clr.l  d0
        move.w 6(sp),d0
        bsr    puthex
        move.w #0x2700,(sp)
        move.l a6,2(sp)
        move.l saved.l,d0
        rte
saved:  .long 0

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
end:    .long 0
