; Every privileged instruction: in supervisor mode its result, from user mode its trap.
;! input xy
;! disk 2
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
start:  lea    text.l,a0
        bsr    puts
        clr.l  d0
        move.w sr,d0
        bsr    puthex
        move.w #0x2500,sr
        move.w sr,d0
        bsr    puthex
        ori.w  #0x0200,sr
        move.w sr,d0
        bsr    puthex
        andi.w #0xfdff,sr
        move.w sr,d0
        bsr    puthex
        eori.w #0x0315,sr
        move.w sr,d0
        bsr    puthex
        move.w #0xffff,sr      ; bits that are not there read 0
        move.w sr,d0
        move.w #0x2700,sr
        bsr    puthex
        bsr    newline
; control registers
        movea.l #0x12345678,a0
        move.l a0,usp
        suba.l a0,a0
        move.l usp,a0
        move.l a0,d0
        bsr    puthex
        moveq  #1,d0
        movec  d0,sfc
        moveq  #-1,d0
        movec  d0,dfc
        movec  sfc,d0
        bsr    puthex
        movec  dfc,d0
        bsr    puthex
        movec  usp,d0
        bsr    puthex
        move.l #0x1000,d0      ; the vectors move, and a trap comes through the copy
        lea    0.w,a0
        lea    0x1000.w,a1
        moveq  #47,d1
copy:   move.l (a0)+,(a1)+
        dbf    d1,copy
        movec  d0,vbr
        movec  vbr,d0
        bsr    puthex
        bsr    newline
        lea    after.l,a6
        trap   #1
after:  moveq  #0,d0
        movec  d0,vbr
; to and from the user's space
        move.l #0x4000,0xfff020.l
        move.l #0x100,0xfff024.l
        move.l #0xcafebabe,0x4010.l
        moveq  #1,d0
        movec  d0,sfc
        movec  d0,dfc
        moves.l 0x10.w,d0
        bsr    puthex
        move.w #0x55aa,d1
        moves.w d1,0x12.w
        move.l 0x4010.l,d0
        bsr    puthex
        lea    refused.l,a6    ; beyond its bound
        moves.b 0x100.w,d0
refused: reset
; devices: what was written is read back
        move.l #1000,0xfff008.l
        move.l 0xfff008.l,d0
        bsr    puthex
        move.l #77,0xfff00c.l
        move.l 0xfff00c.l,d0
        bsr    puthex
        clr.l  d0
        move.b 0xfff001.l,d0
        bsr    puthex
        move.b 0xfff000.l,d0
        bsr    puthex
        move.b 0xfff000.l,d0
        bsr    puthex
        move.b 0xfff001.l,d0
        bsr    puthex
        move.l #1,0xfff014.l
        move.l 0xfff014.l,d0
        bsr    puthex
        bsr    newline
; the same in user mode
        move.l #0,0xfff020.l    ; user mode at below
        move.l #0x10000,0xfff024.l
        lea    0x7000.l,a0
        move.l a0,usp
        clr.w  -(sp)
        move.l #below,-(sp)
        move.w #0,-(sp)
        rte

below:
        lea    u0.l,a6
        move.w sr,d0
u0:
        lea    u1.l,a6
        move.w #0x2700,sr
u1:
        lea    u2.l,a6
        ori.w #0,sr
u2:
        lea    u3.l,a6
        andi.w #0xffff,sr
u3:
        lea    u4.l,a6
        eori.w #0,sr
u4:
        lea    u5.l,a6
        move.l a0,usp
u5:
        lea    u6.l,a6
        move.l usp,a0
u6:
        lea    u7.l,a6
        movec vbr,d0
u7:
        lea    u8.l,a6
        movec d0,vbr
u8:
        lea    u9.l,a6
        movec sfc,d0
u9:
        lea    u10.l,a6
        moves.l 0x10.w,d0
u10:
        lea    u11.l,a6
        moves.b d1,0x12.w
u11:
        lea    u12.l,a6
        reset
u12:
        lea    u13.l,a6
        stop #0x2000
u13:
        lea    u14.l,a6
        rte
u14:
        lea    u15.l,a6
        move.w sr,-(sp)
u15:
        moveq  #-1,d0          ; the condition codes are the program's own
        move.w #0x1f,ccr
        move.w ccr,d0
        lea    shown.l,a6
        trap   #2
shown:  trap   #15
text:   .asciz "supervisor\n"
        .align 2

; puts: prints the text at a0, up to a 0; uses d0
puts:   move.b (a0)+,d0
        beq    putsx
        move.b d0,0xfff000.l
        bra    puts
putsx:  rts

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

; Every exception is logged: status, program counter, format and vector; a bus or address error with its address and
; its special status word. The program goes on at a6; TRAP #15 halts.
trapped: move.l d0,saved.l
        clr.l  d0
        move.w (sp),d0
        bsr    puthex
        move.l 2(sp),d0
        bsr    puthex
        clr.l  d0
        move.w 6(sp),d0
        bsr    puthex
        cmpi.w #0x80bc,d0      ; never: TRAP #15 has format 0
        cmpi.w #0x00bc,d0
        beq    finish
        btst   #15,d0
        beq    short
        clr.l  d0
        move.w 8(sp),d0
        bsr    puthex
        move.l 10(sp),d0
        bsr    puthex
short:  bsr    newline
        move.l a6,2(sp)
        move.l saved.l,d0
        rte
finish: bsr    newline
        move.b #1,0xfff003.l
        bra    finish
saved:  .long 0
