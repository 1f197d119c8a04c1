; Every class of exceptions, from user mode: the vector and what was pushed; and the ways into executive and supervisor mode.
        .org 0x200
        jmp    @#start
        .org 0x2000
K = 0x80000000
; Vectors stand at 1000, the code that they lead to from 1400 on, the system page table at 1800, those of the program and control
; regions at 5000 and 5200. System space is memory from 0 on, 64 kilobytes, its last page the registers of the disk; the program
; region the same, where the user has what lies from 8000 on; the highest 64 kilobytes of the control region are the user's.
start:  movl   i^#K+0x7800,sp
        mtpr   i^#0x1000,s^#17
        movl   i^#0x1000,r0
        movl   i^#0x1400,r1
        movl   i^#common-0x1403,r2
vectors: bisl3 i^#K,r1,(r0)+   ; every vector leads to a BSBW of its own
        movb   i^#0x30,(r1)+
        movw   r2,(r1)+
        movb   s^#1,(r1)+
        subl2  s^#4,r2
        cmpl   r0,i^#0x1200
        blss   vectors
        clrl   r0
tables: bisl3  i^#0x90000000,r0,r1
        movl   r1,@#0x1800[r0]
        movl   r1,@#0x5000[r0]
        addl3  i^#0xa0000080,r0,@#0x5200[r0]
        cmpl   r0,i^#64
        blss   kernels
        bisl3  i^#0xa0000000,r0,@#0x5000[r0]
kernels: aoblss i^#128,r0,tables
        movl   i^#0x90100000,@#0x19fc
        mtpr   i^#0x1800,s^#12
        mtpr   i^#128,s^#13
        mtpr   i^#K+0x5000,s^#8
        mtpr   i^#128,s^#9
        mtpr   i^#0x7f805400,s^#10
        mtpr   i^#0x1fff80,s^#11
        mtpr   i^#K+0x7000,s^#0
        mtpr   i^#0x7fffc000,s^#1
        mtpr   i^#0x7fffd000,s^#2
        mtpr   i^#0x7fffe000,s^#3
        mtpr   s^#1,s^#56
        pushl  s^#0
        pushl  i^#K+main
        rei

; common: every exception comes here. Calls by CHMK: 0 halts, 1 prints the character and 2 the number in r0, 3 goes on in kernel mode
; at r11. Everything else is
; logged, with its vector and all that the processor has pushed, and goes on at r11.
finish: bsbw   newline
        halt
common: pushr  i^#0x3f
        subl3  i^#K+0x1403,b^24(sp),r5
        movab  b^28(sp),r4
        cmpl   r5,i^#0x40
        bneq   logged
        movl   (r4),r1
        beql   finish
        cmpl   r1,s^#1
        beql   putc
        cmpl   r1,s^#2
        beql   putn
        cmpl   r1,s^#3
        beql   inside
logged: movl   r5,r0
        bsbw   puthex
        clrl   r3
        cmpl   r5,i^#0x20
        beql   two
        cmpl   r5,i^#0x24
        beql   two
        cmpl   r5,i^#0x34
        beql   one
        cmpl   r5,i^#0x40
        blss   none
        cmpl   r5,i^#0x4c
        bgtr   none
        brb    one
two:    incl   r3
one:    incl   r3
none:   addl3  s^#2,r3,r5
words:  movl   (r4)+,r0
        bsbw   puthex
        sobgtr r5,words
        bsbw   newline
        movl   r11,b^-8(r4)
        movab  b^-8(r4),b^24(sp)
        popr   i^#0x3f
        movl   (sp),sp
        rei
putc:   mtpr   r0,s^#35
        brb    called
putn:   bsbw   puthex
called: popr   i^#0x3f
        addl2  s^#8,sp
        rei
inside: popr   i^#0x3f
        addl2  s^#16,sp
        jmp    (r11)

; puthex: prints r0 as eight hexadecimal digits and a space; uses r1 and r2
puthex: movl   s^#8,r1
hexd:   rotl   s^#4,r0,r0
        bicl3  i^#0xfffffff0,r0,r2
        addl2  s^#48,r2
        cmpl   r2,s^#57
        bleq   hexs
        addl2  s^#7,r2
hexs:   mtpr   r2,s^#35
        sobgtr r1,hexd
        mtpr   s^#32,s^#35
        rsb
newline: mtpr  s^#10,s^#35
        rsb

main:   moval  @#executive,@#K+0x1044
        moval  @#executive,@#K+0x1048
        moval  @#executive,@#K+0x104c
        movl   i^#0x2000007f,@#K+0x51fc   ; not valid
        movl   i^#0xf800007e,@#K+0x51f8   ; not to be written
        pushl  i^#0x03c00000
        pushl  i^#user
        rei
        .org 0x8000
badmask: .word 0x1000
        .align 4
; CHME, CHMS and CHMU come here: the code, the modes, the stack
executive: movl (sp)+,r0
        chmk   s^#2
        movpsl r0
        chmk   s^#2
        movl   sp,r0
        chmk   s^#2
        movl   s^#10,r0
        chmk   s^#1
        rei
user:
        moval  @#u0,r11
        .byte  0xfd, 0xff
u0:
        moval  @#u1,r11
        bpt
u1:
        moval  @#u2,r11
        xfc
u2:
        moval  @#u3,r11
        .byte 0x57
u3:
        moval  @#u4,r11
        calls  s^#0,@#badmask
u4:
        moval  @#u5,r11
        movl   r0,s^#5
u5:
        moval  @#u6,r11
        movl   pc,r0
u6:
        moval  @#u7,r11
        movab  r3,r0
u7:
        moval  @#u8,r11
        jmp    r3
u8:
        moval  @#u9,r11
        bispsw s^#32
        addl3  i^#0x7fffffff,s^#1,r0
u9:
        moval  @#u10,r11
        mull3  i^#0x10000,i^#0x10000,r0
u10:
        moval  @#u11,r11
        cvtlb  i^#300,r0
u11:
        moval  @#u12,r11
        bicpsw s^#32
        addl3  i^#0x7fffffff,s^#1,r0
u12:
        moval  @#u13,r11
        divl3  s^#0,s^#5,r0
u13:
        moval  @#u14,r11
        index  s^#9,s^#0,s^#5,s^#2,s^#1,r0
u14:
        moval  @#u15,r11
        bispsw i^#0x100
u15:
        moval  @#u16,r11
        movl   @#0x1000,r0
u16:
        moval  @#u17,r11
        movl   r0,@#0x1000
u17:
        moval  @#u18,r11
        jmp    @#0x2000
u18:
        moval  @#u19,r11
        movl   @#0x10000,r0
u19:
        moval  @#u20,r11
        movl   r0,@#0x10000
u20:
        moval  @#u21,r11
        movl   @#0x3ffffffc,r0
u21:
        moval  @#u22,r11
        movl   @#0x7ffe0000,r0
u22:
        moval  @#u23,r11
        movl   @#0x40000000,r0
u23:
        moval  @#u24,r11
        movl   r0,@#0x80000000
u24:
        moval  @#u25,r11
        movl   @#0x80010000,r0
u25:
        moval  @#u26,r11
        movl   @#0xc0000000,r0
u26:
        moval  @#u27,r11
        movl   @#0xfe00,r0
u27:
        moval  @#u28,r11
        movl   r0,@#0xfe04
u28:
        moval  @#u29,r11
        jmp    @#0xfe08
u29:
        moval  @#u30,r11
        movl   @#0xfdfe,r0
u30:
        moval  @#u31,r11
        movl   r0,@#0xfdfe
u31:
        moval  @#u32,r11
        movl   @#0xfdfe,@#0x8ffc
u32:
        moval  @#u33,r11
        movl   @#0xfc00,r0
u33:
        moval  @#u34,r11
        movl   r0,@#0xfc00
u34:
        moval  @#u35,r11
        movl   i^#0x9000,r5
        movl   (r5)+,@#0x1000
u35:
        moval  @#u36,r11
        movl   r5,r0
        chmk   s^#2
        movc3  s^#20,@#0xfdf6,@#0x9000
u36:
        moval  @#u37,r11
        movl   r3,r0
        chmk   s^#2
        mtpr   s^#1,s^#18
u37:
        moval  @#u38,r11
        mfpr   s^#18,r0
u38:
        moval  @#u39,r11
        halt
u39:
        moval  @#u40,r11
        ldpctx
u40:
        moval  @#u41,r11
        svpctx
u41:
        moval  @#u42,r11
        chmk   s^#7
u42:
        moval  @#u43,r11
        chmk   i^#-7
u43:
        moval  @#u44,r11
        chme   s^#8
u44:
        moval  @#u45,r11
        chms   i^#-9
u45:
        moval  @#u46,r11
        chmu   s^#10
u46:
        moval  @#u47,r11
        pushl  i^#0x03c00000
        pushl  i^#inward
        rei
        inward: nop
u47:
        moval  @#u48,r11
        pushl  s^#0
        pushl  i^#0x8000
        rei
u48:
        moval  @#u49,r11
        pushl  i^#0x03c00100
        pushl  i^#0x8000
        rei
u49:
        moval  @#u50,r11
        pushl  i^#0x03df0000
        pushl  i^#0x8000
        rei
u50:
        moval  @#u51,r11
        pushl  i^#0x02c00000
        pushl  i^#0x8000
        rei
u51:
        moval  @#u52,r11
        movl   i^#0x7ffe0000,sp
        rei
u52:
        moval  @#u53,r11
        movl   i^#0x7fff0000,sp
        pushl  r0
u53:
        movl   i^#0x7fffe000,sp
        chmk   s^#0
