; Interrupts: masked they wait, and come when they are let in, by their level; on the kernel's stack or the interrupt stack;
; software asks for some; the handler of the clock starts it again.
;! input a
;! disk 2
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

main:   moval  @#K+clock+1,@#K+0x10c0
        moval  @#K+disk,@#K+0x1100
        moval  @#K+key,@#K+0x10f8
        moval  @#K+sent+1,@#K+0x10fc
        moval  @#K+soft,@#K+0x1084
        moval  @#K+soft+1,@#K+0x108c
        moval  @#K+soft,@#K+0x10bc
        mtpr   s^#31,s^#18
        mtpr   i^#-40,s^#25        ; the clock runs out while interrupts are masked
        mtpr   i^#0x51,s^#24
        movl   i^#100,r0
delay:  sobgtr r0,delay
        mfpr   s^#24,r0
        bsbw   puthex
        mtpr   i^#64,s^#32
        clrl   @#K+0xfe04
        movl   i^#0x9000,@#K+0xfe08
        movb   i^#0x44,@#K+0xfe00
        nop
        movzbl @#K+0xfe00,r0
        bsbw   puthex
        mfpr   s^#32,r0
        bsbw   puthex
        bsbw   newline
        movl   s^#1,r7             ; level by level
        mtpr   s^#24,s^#18
        movl   s^#2,r7
        mtpr   s^#23,s^#18
        movl   s^#3,r7
        mtpr   s^#21,s^#18
        movl   s^#4,r7
        mtpr   s^#20,s^#18
        movl   s^#5,r7
        mtpr   s^#19,s^#18
        movl   s^#6,r7
        mtpr   i^#64,s^#34         ; the transmitter, as soon as it is enabled
        movl   s^#7,r7
        mtpr   s^#0,s^#34
; requests by software, several at once, and one below the level
        mtpr   s^#15,s^#20
        mtpr   s^#1,s^#20
        mtpr   s^#3,s^#20
        mfpr   s^#21,r0
        bsbw   puthex
        movl   s^#8,r7
        mtpr   s^#2,s^#18
        movl   s^#9,r7
        mtpr   s^#0,s^#18
        movl   s^#10,r7
        mtpr   s^#15,s^#20
        movl   s^#11,r7
; REI lets them in as well
        mtpr   s^#31,s^#18
        mtpr   s^#3,s^#20
        pushl  i^#0x00020000
        pushl  i^#K+lower
        rei
lower:  movl   s^#12,r7
        mtpr   s^#0,s^#18
; in user mode, the clock seven times, and once for a handler of the user's
        movl   s^#7,@#K+rounds
        mtpr   i^#-400,s^#25
        mtpr   i^#0xd1,s^#24
        pushl  i^#0x03c00000
        pushl  i^#user
        rei
rounds: .long  0
        .align 4
clock:  pushr  i^#0x3f
        movl   s^#1,r5
        bsbw   log
        mtpr   i^#0xc0,s^#24
        tstl   @#K+rounds
        beql   back
        decl   @#K+rounds
        beql   over
        mtpr   i^#0x51,s^#24
        brb    back
over:   bsbw   newline
        halt
        .align 4
disk:   pushr  i^#0x3f
        movl   s^#2,r5
        bsbw   log
        clrb   @#K+0xfe00
        brb    back
        .align 4
key:    pushr  i^#0x3f
        movl   s^#3,r5
        bsbw   log
        mfpr   s^#33,r0
        bsbw   puthex
        brb    back
        .align 4
sent:   pushr  i^#0x3f
        mtpr   s^#0,s^#34
        movl   s^#4,r5
        bsbw   log
        brb    back
        .align 4
soft:   pushr  i^#0x3f
        movl   s^#5,r5
        bsbw   log
back:   popr   i^#0x3f
        rei
; what came, where it came to, at which level, on which stack, and how far the program was
log:    movl   r5,r0
        bsbw   puthex
        movl   b^28(sp),r0
        bsbw   puthex
        movl   b^32(sp),r0
        bsbw   puthex
        movpsl r0
        bsbw   puthex
        movl   sp,r0
        bsbw   puthex
        movl   r7,r0
        bsbw   puthex
        bsbw   newline
        rsb
        .org 0x8000
user:   clrl   r7
count:  incl   r7
        brb    count
