; Does it run under a monitor? Whatever completes in user mode is tried, in both modes; under a monitor nothing must
; come out otherwise: not the mode, not the place, not what lies around the program.
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
start:  bsr    probe           ; in supervisor mode
        lea    below.l,a6
        clr.l  d0
        move.w sr,d0
        bsr    puthex
        movec  vbr,d0
        bsr    puthex
        move.l 0xfff020.l,d0
        bsr    puthex
        move.l 0xfff024.l,d0
        bsr    puthex
        move.l sp,d0
        bsr    puthex
        bsr    newline
        lea    0.w,a0          ; in user mode, at a place of its own
        lea    0x20000.l,a1
        move.w #0xfff,d1
copy:   move.l (a0)+,(a1)+
        dbf    d1,copy
        move.l #0x20000,0xfff020.l    ; user mode at below
        move.l #0x8000,0xfff024.l
        lea    0x7000.l,a0
        move.l a0,usp
        clr.w  -(sp)
        move.l #below,-(sp)
        move.w #0,-(sp)
        rte

below:  bsr    probe
        lea    b1.l,a6
        trap   #5
b1:     lea    b2.l,a6
        move.w sr,d0           ; the mode may not be asked for
b2:     lea    b3.l,a6
        move.b 0x8000.w,d0     ; sign-extended: beyond everything
b3:     lea    b4.l,a6
        move.b 0x8000.l,d0
b4:     lea    b5.l,a6
        move.l usp,a0
b5:     trap   #15

; What can be asked: where it is, what stands there, the condition codes, the stack pointer.
probe:  lea    results.l,a0
        lea    probe(pc),a1
        move.l a1,(a0)+
        bsr    where
where:  move.l (sp)+,(a0)+
        move.w #0xff,ccr
        move.w ccr,d0
        move.w d0,(a0)+
        move.w #0,ccr
        move.w ccr,d0
        move.w d0,(a0)+
        pea    0x1234.w
        move.l (sp)+,(a0)+
        link   a5,#-8
        move.l a5,d0
        sub.l  sp,d0
        move.l d0,(a0)+
        unlk   a5
        lea    flag.l,a1
        clr.b  (a1)
        tas    (a1)
        move.b (a1),(a0)+
        st     (a0)+
        move.w #1,(a0)+
        clr.l  d0              ; a checksum over the program's memory, its results aside
        lea    0x100.w,a1
around: cmpa.l #results,a1
        beq    skip
        add.w  (a1)+,d0
        rol.l  #3,d0
        bra    on
skip:   lea    ends.l,a1
on:     cmpa.l #0x3000,a1
        bcs    around
        move.l d0,(a0)+
        move.w #0x704d,patch.l ; the code changes itself: moveq #77,d0
        bra    patch
patch:  moveq  #1,d0
        move.l d0,(a0)+
        lea    results.l,a0
        lea    probed.l,a6
        trap   #14
probed: rts
flag:   .word 0
        .align 4
results: .space 48
ends:   .long 0

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
        cmpi.w #0x00b8,6(sp)   ; TRAP #14 shows ten long words at a0
        bne    logs
        movem.l d1/a0,-(sp)
        btst   #5,8(sp)        ; the user's addresses are relocated
        bne    super
        adda.l 0xfff020.l,a0
super:  moveq  #8,d1
show:   move.l (a0)+,d0
        bsr    puthex
        dbf    d1,show
        bsr    newline
        movem.l (sp)+,d1/a0
        move.l a6,2(sp)
        move.l saved.l,d0
        rte
logs:
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
