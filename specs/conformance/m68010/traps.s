; Every class of exceptions, from user mode and from supervisor mode: what the frame holds.
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
start:  lea    s0.l,a6
        trap   #3
s0:     lea    s1.l,a6
        illegal
s1:     lea    s2.l,a6
        moveq  #0,d7
        divu.w d7,d0
s2:     lea    s3.l,a6
        moveq  #2,d0
        moveq  #1,d1
        asl.l  #8,d1
        swap   d1
        asl.l  #8,d1           ; overflow
        move.w #2,ccr
        trapv
s3:     lea    s4.l,a6
        .word  0xa000
s4:     lea    s5.l,a6
        move.b 0xf00000.l,d0   ; nothing answers there
s5:     lea    s6.l,a6
        lea    0x4000.l,a5
        move.w 1(a5),d0
s6:
        move.l #0,0xfff020.l    ; user mode at below
        move.l #0x10000,0xfff024.l
        lea    0x7000.l,a0
        move.l a0,usp
        clr.w  -(sp)
        move.l #below,-(sp)
        move.w #0,-(sp)
        rte

below:  lea    0x4000.l,a5
        lea    0x20000.l,a4
        moveq  #0,d7
        moveq  #5,d6
        moveq  #6,d5
        lea    t0.l,a6
        trap #0
t0:
        lea    t1.l,a6
        trap #1
t1:
        lea    t2.l,a6
        trap #2
t2:
        lea    t3.l,a6
        trap #3
t3:
        lea    t4.l,a6
        trap #4
t4:
        lea    t5.l,a6
        trap #5
t5:
        lea    t6.l,a6
        trap #6
t6:
        lea    t7.l,a6
        trap #7
t7:
        lea    t8.l,a6
        trap #8
t8:
        lea    t9.l,a6
        trap #9
t9:
        lea    t10.l,a6
        trap #10
t10:
        lea    t11.l,a6
        trap #11
t11:
        lea    t12.l,a6
        trap #12
t12:
        lea    t13.l,a6
        trap #13
t13:
        lea    t14.l,a6
        trap #14
t14:
        lea    t15.l,a6
        illegal
t15:
        lea    t16.l,a6
        divu.w d7,d0
t16:
        lea    t17.l,a6
        divs.w d7,d0
t17:
        lea    t18.l,a6
        chk.w d6,d5
t18:
        lea    t19.l,a6
        .word 0xa123
t19:
        lea    t20.l,a6
        .word 0xf456
t20:
        lea    t21.l,a6
        bkpt #3
t21:
        lea    t22.l,a6
        .word 0x4afb
t22:
        lea    t23.l,a6
        move.w 1(a5),d0
t23:
        lea    t24.l,a6
        move.l d0,1(a5)
t24:
        lea    t25.l,a6
        jmp 1(a5)
t25:
        lea    t26.l,a6
        move.b 0x10000.l,d0
t26:
        lea    t27.l,a6
        move.b d0,0x10000.l
t27:
        lea    t28.l,a6
        move.l 0xffff.l,d0
t28:
        lea    t29.l,a6
        move.l 0xfffe.l,d0
t29:
        lea    t30.l,a6
        move.l d0,0xfffe.l
t30:
        lea    t31.l,a6
        jmp 0x10000.l
t31:
        lea    t32.l,a6
        move.b 0xfff000.l,d0
t32:
        lea    t33.l,a6
        move.b d0,0xfff000.l
t33:
        lea    t34.l,a6
        addq.l #1,0x20000.l
t34:
        lea    t35.l,a6
        movem.l d0-d3,0xfff8.w
t35:
        lea    t36.l,a6
        cmpm.b (a4)+,(a5)+
t36:
        lea    tv.l,a6
        move.w #2,ccr
        trapv
tv:     trap   #15

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
