; The disk and the console: blocks are written and read back, failures are told, input is echoed.
;! input The quick brown fox\n
;! disk 4
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

main:   movl   i^#K+0x9000,r6      ; a block of a pattern
        movl   i^#0x13579bdf,r7
        movl   i^#128,r8
fill:   movl   r7,(r6)+
        ashl   s^#5,r7,r0
        xorl2  r0,r7
        addl2  i^#77,r7
        sobgtr r8,fill
        movl   s^#3,r6
        movl   i^#0x9000,r7
        movl   s^#12,r8
        bsbw   disk
        movl   i^#0xa000,r7
        movl   s^#4,r8
        bsbw   disk
        movl   i^#K+0xa000,r7
        movl   i^#128,r8
        clrl   r0
sum:    xorl2  (r7)+,r0
        rotl   s^#1,r0,r0
        sobgtr r8,sum
        bsbw   puthex
        movl   s^#4,r6             ; a block that is not there
        clrl   r7
        movl   s^#4,r8
        bsbw   disk
        movl   s^#12,r8
        bsbw   disk
        mnegl  s^#1,r6
        bsbw   disk
        clrl   r6                  ; memory that is not there
        movl   i^#0x3ffffff0,r7
        movl   s^#4,r8
        bsbw   disk
        mfpr   s^#34,r0
        bsbw   puthex
        bsbw   newline
echo:   mfpr   s^#32,r0
        bitl   i^#0x80,r0
        beql   echo
        mfpr   s^#33,r0
        mtpr   r0,s^#35
        cmpl   r0,s^#10
        bneq   echo
        halt
; disk: does r8 with block r6 and memory at r7; prints the status before and after it is acknowledged
disk:   movl   r6,@#K+0xfe04
        movl   r7,@#K+0xfe08
        movb   r8,@#K+0xfe00
        movzbl @#K+0xfe00,r0
        bsbw   puthex
        clrb   @#K+0xfe00
        movzbl @#K+0xfe00,r0
        bsbw   puthex
        movl   @#K+0xfe04,r0
        bsbw   puthex
        movzwl @#K+0xfe09,r0
        bsbw   puthex
        rsb
