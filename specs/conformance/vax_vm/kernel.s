; A small operating system: it loads two programs from the disk, gives them the processor in turn by the clock, gives them pages
; when they want them, serves their calls, and tells in a transcript what has happened.
;! disk 16
;! program kernel/primes.s block 1
;! program kernel/words.s block 5
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

common: halt                       ; no other exception is expected
main:   moval  @#K+page,@#K+0x1024
        moval  @#K+beyond,@#K+0x1020
        moval  @#K+service,@#K+0x1040
        moval  @#K+tick,@#K+0x10c0
        moval  @#K+illegal,@#K+0x1010
        moval  @#K+hello,r6
        bsbw   puts
        movl   s^#1,r5             ; each program has four blocks
        movl   i^#0x20000,r6
        bsbw   load
        movl   s^#5,r5
        movl   i^#0x30000,r6
        bsbw   load
; 32 pages of the program region each; the first four are there
        clrl   r0
map:    bisl3  i^#0x20000100,r0,@#K+0x5000[r0]
        bisl3  i^#0x20000180,r0,@#K+0x5200[r0]
        cmpl   r0,s^#4
        bgeq   later
        bisl2  i^#0x80000000,@#K+0x5000[r0]
        bisl2  i^#0x80000000,@#K+0x5200[r0]
later:  aoblss s^#32,r0,map
        mtpr   s^#31,s^#18
        brw    fresh
load:   movl   s^#4,r7
load1:  movl   r5,@#K+0xfe04
        movl   r6,@#K+0xfe08
        movb   s^#4,@#K+0xfe00
        bitb   s^#2,@#K+0xfe00
        bneq   broken
        clrb   @#K+0xfe00
        incl   r5
        addl2  i^#512,r6
        sobgtr r7,load1
        rsb
broken: moval  @#K+bad,r6
        bsbw   puts
        halt

; a page that is not there yet
        .align 4
page:   pushr  s^#3
        movl   b^12(sp),r0
        ashl   i^#-9,r0,r0
        mfpr   s^#8,r1
        bisl2  i^#0x80000000,(r1)[r0]
        mtpr   b^12(sp),s^#58
        incl   @#K+faults
        popr   s^#3
        addl2  s^#8,sp
        rei
        .align 4
service: cmpl  (sp),s^#1
        beql   putc
        cmpl   (sp),s^#2
        beql   putn
        cmpl   (sp),s^#3
        beql   yield
        tstl   (sp)+
        svpctx
        moval  @#K+bye,r6
        brb    ends
putc:   mtpr   r0,s^#35
        tstl   (sp)+
        rei
putn:   pushr  s^#7
        bsbw   puthex
        popr   s^#7
        tstl   (sp)+
        rei
yield:  tstl   (sp)+
        svpctx
        brb    switch
        .align 4
tick:   mtpr   i^#0x80,s^#24
        svpctx
        incl   @#K+ticks
        brb    switch
        .align 4
beyond: addl2  s^#8,sp
        .align 4
illegal: svpctx
        moval  @#K+dead,r6
ends:   bsbw   puts
        movl   @#K+current,r0
        clrl   @#K+alive[r0]
        bsbw   puthex
        mfpr   s^#16,r6
        movl   l^K+72(r6),r0
        bsbw   puthex
        movl   l^K+76(r6),r0
        bsbw   puthex
        bsbw   newline
switch: movl   @#K+current,r6
        xorl2  s^#1,r6
        tstl   @#K+alive[r6]
        bneq   chosen
        xorl2  s^#1,r6
        tstl   @#K+alive[r6]
        beql   ended
chosen: movl   r6,@#K+current
fresh:  movl   @#K+current,r6
        ashl   s^#7,r6,r0
        addl2  i^#contexts,r0
        mtpr   r0,s^#16
        mtpr   i^#-500,s^#25       ; 500 instructions
        mtpr   i^#0xd1,s^#24
        ldpctx
        rei
ended:  moval  @#K+end,r6
        bsbw   puts
        movl   @#K+ticks,r0
        bsbw   puthex
        movl   @#K+faults,r0
        bsbw   puthex
        bsbw   newline
        halt
puts:   movzbl (r6)+,r0
        beql   putsx
        mtpr   r0,s^#35
        brb    puts
putsx:  rsb
current: .long 0
alive:  .long  1, 1
ticks:  .long  0
faults: .long  0
hello:  .asciz "kernel\n"
bad:    .asciz "disk error\n"
dead:   .asciz "killed "
bye:    .asciz "ended "
end:    .asciz "ticks and faults "
        .align 128
; The contexts of the two: four stacks, registers, counter and status, the two regions
contexts: .long K+0x7000, 0, 0, 0x4000
        .space 56
        .long  0, 0x03c00000, K+0x5000, 0x04000020, K+0x5000, 0x00200000
        .space 32
        .long  K+0x6800, 0, 0, 0x4000
        .space 56
        .long  0, 0x03c00000, K+0x5200, 0x04000020, K+0x5000, 0x00200000
        .space 32
