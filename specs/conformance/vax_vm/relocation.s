; Page tables: pages on demand, aliases, protection by mode, the modify bit, tables that move, lengths that change.
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

main:   moval  @#K+demand,@#K+0x1024
        clrl   r0                  ; the user's pages from 9000 on come when they are wanted, from 20000 on, in the other order
pages:  subl3  r0,i^#0x20000140,r1
        addl3  s^#9,r0,r2
        movl   r1,@#K+0x50fc[r2]   ; entry 48 and on
        aoblss s^#32,r0,pages
        pushl  i^#0x03c00000
        pushl  i^#user
        rei
faults: .long  0
        .align 4
demand: pushr  i^#0x3f
        incl   @#K+faults
        movl   b^28(sp),r0         ; the address
        bicl2  i^#0xc0000000,r0
        ashl   i^#-9,r0,r0
        mfpr   s^#8,r1
        bisl2  i^#0x80000000,(r1)[r0]
        mtpr   b^28(sp),s^#58
        popr   i^#0x3f
        addl2  s^#8,sp
        rei
on:     movl   @#K+faults,r0
        bsbw   puthex
        bsbw   newline
        clrl   r6                  ; what is modified
        movl   s^#32,r7
dirty:  addl3  i^#71,r7,r8
        rotl   s^#1,r6,r6
        bitl   i^#0x04000000,@#K+0x5000[r8]
        beql   clean
        incl   r6
clean:  sobgtr r7,dirty
        movl   r6,r0
        bsbw   puthex
; two pages of system space for one place
        movl   i^#0x90000100,@#K+0x1980   ; page 96
        movl   i^#0x90000100,@#K+0x1984   ; page 97
        mtpr   s^#0,s^#57
        movl   i^#0x12345678,@#K+0xc010
        movl   @#K+0xc210,r0
        bsbw   puthex
        movl   i^#0x9abcdef0,@#K+0xc210
        movl   @#K+0xc010,r0
        bsbw   puthex
        movl   i^#0x90000101,@#K+0x1984   ; and not any more
        mtpr   i^#K+0xc200,s^#58
        movl   @#K+0xc210,r0
        bsbw   puthex
        movl   @#K+0x1980,r0
        bsbw   puthex
        movl   @#K+0x1984,r0
        bsbw   puthex
        bsbw   newline
; one page under all protection codes, from each mode
        moval  @#modes,@#K+0x1044
        moval  @#modes,@#K+0x1048
        moval  @#modes,@#K+0x104c
        clrl   r6
codes:  ashl   s^#27,r6,r0
        bisl2  i^#0x80000120,r0
        movl   r0,@#K+0x51fc       ; the user's page 127
        mtpr   s^#0,s^#57
        movl   r6,r0
        bsbw   puthex
        moval  @#K+c1,r11
        movl   @#0xfe10,r0
        movl   r6,@#0xfe10
c1:     moval  @#K+back,r10
        pushl  i^#0x03c00000
        pushl  i^#asked
        rei
back:   aobleq s^#15,r6,codes1
        brb    moved
codes1: brw    codes
; another table for the program region, with one page that goes elsewhere
moved:  movc3  i^#0x200,@#K+0x5000,@#K+0x5400
        movl   i^#0xa0000160,@#K+0x5480   ; page 32 of the new one
        movl   i^#0x77777777,@#K+0x8010
        mtpr   i^#K+0x5400,s^#8
        movl   i^#0x66666666,@#0x4010
        movl   @#K+0x4010,r0
        bsbw   puthex
        mtpr   i^#K+0x5000,s^#8
        movl   @#0x4010,r0
        bsbw   puthex
        mtpr   i^#K+0x5400,s^#8
        movl   @#0x4010,r0
        bsbw   puthex
        mtpr   i^#32,s^#9          ; shorter
        moval  @#K+m1,r11
        movl   @#0x4010,r0
m1:     mtpr   i^#33,s^#9
        movl   @#0x4010,r0
        bsbw   puthex
        mtpr   i^#0x1fffff,s^#11
        moval  @#K+m2,r11
        movl   @#0x7ffff000,r0
m2:     movl   @#0x7ffffe00,r0
        mtpr   i^#K+0x10000,s^#8   ; the table of the region itself stands beyond the end
        moval  @#K+m3,r11
        movl   @#0x200,r0
m3:     mtpr   i^#0x10000,s^#8     ; or in no system space
        moval  @#K+m4,r11
        movl   @#0x200,r0
m4:     mtpr   i^#K+0x5400,s^#8
        movl   i^#0x1000002a,@#K+0x18a8   ; not valid, the page that the table of the region stands in
        mtpr   s^#0,s^#57
        moval  @#K+demand0,@#K+0x1024
        mtpr   i^#128,s^#9
        movl   @#0x200,r0
        bsbw   newline
        halt
        .align 4
demand0: movl  i^#0x9000002a,@#K+0x18a8
        pushr  i^#0x3f
        movl   b^24(sp),r0
        bsbw   puthex
        movl   b^28(sp),r0
        bsbw   puthex
        movl   b^32(sp),r0
        bsbw   puthex
        popr   i^#0x3f
        addl2  s^#8,sp
        rei
        .org 0x8000
; many pages, each found again
user:   movl   i^#0x9000,r6
touch:  movl   r6,b^4(r6)
        addl2  i^#0x3fe,r6
        cmpl   r6,i^#0xcf00
        blss   touch
        movl   i^#0x9000,r6
        clrl   r7
found:  xorl2  b^4(r6),r7
        rotl   s^#1,r7,r7
        addl2  i^#0x3fe,r6
        cmpl   r6,i^#0xcf00
        blss   found
        movl   r7,r0
        chmk   s^#2
        moval  @#K+on,r11
        chmk   s^#3
; in user, supervisor and executive mode: read and write
asked:  moval  @#a1,r11
        movl   @#0xfe10,r0
        movl   r6,@#0xfe10
a1:     chmu   s^#0
        chms   s^#0
        chme   s^#0
        movl   r10,r11             ; back into the kernel
        chmk   s^#3
        .align 4
modes:  tstl   (sp)+
        moval  @#a2,r11
        movl   @#0xfe10,r0
        movl   r6,@#0xfe10
a2:     rei
