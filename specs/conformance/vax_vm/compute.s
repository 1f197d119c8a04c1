; Arithmetic, branches, memory, strings, fields, queues and procedures in user mode; checksums of all of it are printed.
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

main:   pushl  i^#0x03c00000
        pushl  i^#user
        rei
        .org 0x8000
user:   clrl   r6              ; a generator of numbers, and what they sum up to
        movl   i^#2000,r7
        movl   s^#1,r8
mix:    mull2  i^#1103515245,r8
        addl2  i^#12345,r8
        rotl   s^#5,r6,r6
        xorl2  r8,r6
        adwc   s^#3,r6
        sobgtr r7,mix
        movl   r6,r0
        chmk   s^#2
; bytes and words, with their condition codes
        movl   i^#0x9000,r9
        movl   i^#300,r7
        clrl   r6
bytes:  movb   r8,(r9)+
        addb2  s^#7,r8
        subw2  i^#0x1234,r8
        mnegw  r8,r10
        mulw2  s^#3,r10
        bicw3  i^#0x0f0f,r10,r8
        movpsl r3
        bicl2  i^#0xfffffff0,r3
        addl2  r3,r6
        rotl   s^#3,r6,r6
        cvtwl  r10,r4
        movzbl r4,r5
        cvtbl  r5,r5
        xorl2  r5,r6
        sobgtr r7,bytes
        movl   r6,r0
        chmk   s^#2
; strings
        movc3  i^#300,@#0x9000,@#0x9400
        cmpc3  i^#300,@#0x9000,@#0x9400
        movl   r0,r6
        movc5  i^#100,@#0x9000,i^#0x2e,i^#200,@#0x9600
        addl2  r0,r6
        addl2  r3,r6
        locc   i^#0x2e,i^#200,@#0x9600
        addl2  r1,r6
        skpc   i^#0x2e,i^#200,@#0x9680
        addl2  r1,r6
        matchc s^#4,@#0x9464,i^#300,@#0x9000
        addl2  r3,r6
        movl   r6,r0
        chmk   s^#2
; long and double words
        movl   i^#0x12345678,r2
        movl   i^#0x0fedcba9,r3
        movl   s^#20,r7
        clrl   r6
wide:   emul   r2,r3,r7,r4
        ediv   i^#0x10001,r4,r8,r10
        bvs    over
        xorl2  r8,r6
over:   addl2  r10,r6
        ashq   s^#3,r4,r8
        ashl   i^#-3,r2,r2
        addl2  r8,r2
        xorl2  r9,r3
        rotl   r7,r6,r6
        sobgtr r7,wide
        movl   r6,r0
        chmk   s^#2
; fields
        movl   s^#30,r7
        clrl   r6
        clrl   r9
fields: movl   r7,r8
        insv   r6,r8,s^#11,@#0x9700
        extzv  r8,s^#9,@#0x9701,r2
        extv   s^#3,r7,@#0x9700,r3
        ffs    s^#0,s^#32,@#0x9702,r4
        ffc    s^#0,s^#32,@#0x9702,r5
        addl2  r2,r6
        xorl2  r3,r6
        addl2  r4,r6
        subl2  r5,r6
        bbss   r7,r9,field1
        incl   r6
field1: mull2  s^#13,r6
        incl   r6
        sobgtr r7,fields
        movl   r6,r0
        chmk   s^#2
        movl   r9,r0
        chmk   s^#2
; queues
        moval  @#0x9800,@#0x9800
        moval  @#0x9800,@#0x9804
        movl   i^#0x9810,r7
        movl   s^#10,r8
enqueue: insque (r7),@#0x9800
        movl   r8,b^8(r7)
        addl2  s^#16,r7
        sobgtr r8,enqueue
        clrl   r6
        movl   i^#0x9800,r9
dequeue: remque @b^0(r9),r7
        bvs    empty
        rotl   s^#2,r6,r6
        addl2  b^8(r7),r6
        brb    dequeue
empty:  movl   r6,r0
        chmk   s^#2
; procedures, cases and loops
        pushl  s^#12
        calls  s^#1,@#factorial
        chmk   s^#2
        clrl   r6
        clrl   r7
select: casel  r7,s^#1,s^#3
cases:  .word  case1-cases, case2-cases, case3-cases, case1-cases
        addl2  i^#1000,r6
        brb    next
case1:  addl2  s^#1,r6
        brb    next
case2:  addl2  s^#10,r6
        brb    next
case3:  mull2  s^#3,r6
next:   acbl   s^#9,s^#1,r7,select
        movl   r6,r0
        chmk   s^#2
; code that changes itself
        movl   s^#5,r7
        clrl   r6
again:  movl   s^#1,r2
        addl2  r2,r6
        incb   @#again+1
        sobgtr r7,again
        movl   r6,r0
        chmk   s^#2
        chmk   s^#0
factorial: .word 0x000c
        movl   b^4(ap),r2
        cmpl   r2,s^#1
        bleq   last
        subl3  s^#1,r2,-(sp)
        calls  s^#1,@#factorial
        mull2  r2,r0
        ret
last:   movl   s^#1,r0
        ret
