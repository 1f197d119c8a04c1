; Does it run under a monitor? Whatever completes in user mode is tried, in both modes; under a monitor nothing must come out
; otherwise: not the mode, not the level, not the stack, not what lies around the program.
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

main:   moval  @#K+0x8000,r9
        jsb    w^probe-user(r9)    ; in kernel mode
        mtpr   s^#9,s^#18
        movpsl r0
        bsbw   puthex
        mtpr   s^#0,s^#18
        mfpr   i^#200,r0
        bsbw   puthex
        mfpr   s^#62,r0
        bsbw   puthex
        mfpr   s^#56,r0
        bsbw   puthex
        mfpr   s^#12,r0
        bsbw   puthex
        movl   sp,r0
        bsbw   puthex
        moval  @#K+p1,r11
        pushl  i^#0x20c00000       ; a virtual machine may not be entered like this
        pushl  i^#user
        rei
p1:     addl2  s^#8,sp
        moval  @#executive,@#K+0x1044
        moval  @#executive,@#K+0x1048
        bsbw   newline
        pushl  i^#0x03c00000
        pushl  i^#user
        rei
        .org 0x8000
user:   movl   i^#user,r9
        jsb    w^probe-user(r9)
        chme   s^#1
        chms   s^#2
        moval  @#v1,r11
        chmk   s^#5                ; the status that it pushes
v1:     moval  @#v2,r11
        mfpr   s^#62,r0
v2:     moval  @#v3,r11
        movl   @#0x2000,r0
v3:     pushl  i^#0x03c00000
        pushl  i^#v4
        rei
v4:     movpsl r0
        chmk   s^#2
        chmk   s^#0
; in executive and supervisor mode: the modes, the stack, the previous mode, and what may be reached from there
        .align 4
executive: movpsl r0
        chmk   s^#2
        movl   sp,r0
        chmk   s^#2
        prober s^#0,s^#4,@#0x2000
        movpsl r0
        chmk   s^#2
        movl   i^#user,r9
        jsb    w^probe-user(r9)
        tstl   (sp)+
        rei
probe:  movpsl r0
        chmk   s^#2
        bispsw s^#15
        movpsl r0
        chmk   s^#2
        bicpsw s^#15
        movpsl r0
        chmk   s^#2
        prober s^#0,s^#4,@#0x8000
        movpsl r0
        chmk   s^#2
        moval  b^0(pc),r0
        bicl2  i^#K,r0
        chmk   s^#2
        jsb    w^where-user(r9)
where:  movl   (sp)+,r0
        bicl2  i^#K,r0
        chmk   s^#2
        movl   sp,r6
        pushl  s^#1
        subl3  sp,r6,r0
        chmk   s^#2
        tstl   (sp)+
        calls  s^#0,w^frame-user(r9)
        clrl   r0                  ; a checksum over the program
        movl   r9,r6
around: xorl2  (r6)+,r0
        rotl   s^#3,r0,r0
        subl3  r9,r6,r7
        cmpl   r7,i^#0x300
        blss   around
        chmk   s^#2
        incb   w^patch-user+1(r9)  ; the code changes itself
patch:  movl   s^#1,r0
        chmk   s^#2
        movl   s^#10,r0
        chmk   s^#1
        rsb
frame:  .word  0x4003
        movl   b^4(fp),r0
        chmk   s^#2
        movpsl r0
        chmk   s^#2
        ret
