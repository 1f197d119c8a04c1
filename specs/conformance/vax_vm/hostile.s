; Tries to get out: page tables that lead anywhere, tables that stand nowhere, blocks and buffers that are not its own, vectors to
; nowhere; and at last it keeps the processor to itself, with interrupts off. The monitor and its neighbours must not notice.
;! disk 2
;! steps 300000
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

main:   clrl   r6                  ; a page for every place that a table can name
frames: rotl   r6,s^#1,r7
        bisl3  i^#0xa4000000,r7,@#K+0x1980   ; page 96 of system space
        mtpr   i^#K+0xc000,s^#58
        moval  @#K+f1,r11
        movl   @#K+0xc1f0,r0
        bsbw   puthex
        cmpl   r6,s^#7
        blss   f1
        movl   r7,@#K+0xc1f0
        movl   @#K+0xc1f0,r0
        bsbw   puthex
f1:     aoblss s^#21,r6,frames
        bsbw   newline
; pages of memory, and far behind its end
        movl   i^#0x90,r6
wild:   bisl3  i^#0xa4000000,r6,@#K+0x1980
        mtpr   i^#K+0xc000,s^#58
        movl   r6,@#K+0xc008
        acbl   i^#0x4000,i^#1021,r6,wild
; tables for the program region that stand anywhere, and have no end
        moval  @#K+places,r8
tables1: movl  (r8)+,r7
        cmpl   r7,i^#0x55555555
        beql   sized
        mtpr   r7,s^#8
        mtpr   i^#0x3fffff,s^#9
        moval  @#K+t1,r11
        movl   @#0x100,r0
        bsbw   puthex
        movl   r7,@#0x104
t1:     moval  @#K+t2,r11
        movl   @#0x3ffffffc,r0
        bsbw   puthex
t2:     moval  @#K+t3,r11
        movl   r0,@#0x12345678
t3:     mtpr   r7,s^#10
        mtpr   s^#0,s^#11
        moval  @#K+t4,r11
        movl   @#0x7ffffffc,r0
        bsbw   puthex
t4:     brw    tables1
places: .long  0, 0x7ffffffc, K, K+0x4000, 0xbffffffc, 0xc0000000, 0xfffffffc, 0x55555555
; a system page table that goes on far behind its end, and leads to itself
sized:  mtpr   i^#0x3fffff,s^#13
        moval  @#K+s1,r11
        movl   @#0xa0000000,r0
        bsbw   puthex
s1:     moval  @#K+s2,r11
        movl   @#0xbffffffc,r0
        bsbw   puthex
s2:     movl   i^#0xa4000000,@#K+0x1980
        mtpr   s^#0,s^#57
        movl   i^#0xdeadbeef,@#K+0xc000
        mtpr   i^#K+0x5000,s^#8
        mtpr   i^#128,s^#9
; every block that there could be, to and from the worst places
        movl   s^#1,r6
        movl   i^#-256,r7
        movl   s^#20,r8
disks:  movl   r6,@#K+0xfe04
        movl   r7,@#K+0xfe08
        movb   s^#12,@#K+0xfe00
        movzbl @#K+0xfe00,r0
        bsbw   puthex
        movb   s^#4,@#K+0xfe00
        movzbl @#K+0xfe00,r0
        bsbw   puthex
        addl2  r6,r6
        addl2  i^#64,r7
        sobgtr r8,disks
        movl   i^#0x20000000,@#K+0xfe08
        movb   s^#4,@#K+0xfe00
        bsbw   newline
; a user with all of the control region, in tables that are none
        moval  @#leave,r11
        mtpr   i^#0x80000000,s^#10
        pushl  i^#0x03c00000
        pushl  i^#0x7ffffe00
        rei
enough: mtpr   s^#31,s^#18
        mtpr   i^#0xffffffff,s^#25
        mtpr   i^#0xff,s^#24
        mtpr   i^#0xff,s^#32
        mtpr   i^#0xff,s^#34
        mtpr   i^#0xffff,s^#21
        mtpr   i^#0xfffffe00,s^#17 ; the vectors stand nowhere
        mtpr   i^#0xfffffffc,s^#16
        mtpr   i^#33,s^#35
spin:   brb    spin                ; for ever
        .org 0x8000
leave:  moval  @#K+enough,r11
        chmk   s^#3
