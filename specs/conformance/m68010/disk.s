; The block device and the console: blocks are written and read back, failures are told, input is echoed.
;! input The quick brown fox\n
;! disk 4
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
start:  lea    0x4000.l,a0     ; a block of a pattern
        move.l #0x13579bdf,d0
        moveq  #127,d1
fill:   move.l d0,(a0)+
        rol.l  #3,d0
        addi.l #0x1020304,d0
        dbf    d1,fill
        moveq  #3,d5           ; to block 3
        move.l #0x4000,d6
        moveq  #12,d4
        bsr    disk
        moveq  #3,d5           ; back to another place
        move.l #0x5000,d6
        moveq  #4,d4
        bsr    disk
        lea    0x5000.l,a0
        moveq  #127,d1
        clr.l  d0
sum:    add.l  (a0)+,d0
        rol.l  #1,d0
        dbf    d1,sum
        bsr    puthex
        moveq  #4,d5           ; there is no block 4
        moveq  #4,d4
        bsr    disk
        moveq  #4,d5
        moveq  #12,d4
        bsr    disk
        moveq  #-1,d5
        moveq  #4,d4
        bsr    disk
        moveq  #0,d5           ; memory ends before the block does
        move.l #0xfffffff0,d6
        moveq  #4,d4
        bsr    disk
        bsr    newline
echo:   btst   #0,0xfff001.l
        beq    echo
        move.b 0xfff000.l,d0
        move.b d0,0xfff000.l
        cmpi.b #10,d0
        bne    echo
        move.b #1,0xfff003.l
halted: bra    halted
trapped: bra   trapped

; disk: does d4 with block d5 and memory at d6, and prints the status before and after it is acknowledged
disk:   move.l d5,0xfff014.l
        move.l d6,0xfff018.l
        move.b d4,0xfff010.l
        clr.l  d0
        move.b 0xfff010.l,d0
        bsr    puthex
        clr.b  0xfff010.l
        move.b 0xfff010.l,d0
        bsr    puthex
        rts

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
