; Every privileged instruction in kernel mode, with its result; and in user mode, where it traps.
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

main:
        mtpr   i^#K+0x6f00,s^#0
        mfpr   s^#0,r0
        bsbw   puthex
        movpsl r0
        bsbw   puthex
        mtpr   i^#0x7fffb000,s^#1
        mfpr   s^#1,r0
        bsbw   puthex
        movpsl r0
        bsbw   puthex
        mtpr   i^#0x7fffa000,s^#2
        mfpr   s^#2,r0
        bsbw   puthex
        movpsl r0
        bsbw   puthex
        mtpr   i^#0x7fff9000,s^#3
        mfpr   s^#3,r0
        bsbw   puthex
        movpsl r0
        bsbw   puthex
        mtpr   i^#K+0x7700,s^#4
        mfpr   s^#4,r0
        bsbw   puthex
        movpsl r0
        bsbw   puthex
        mtpr   i^#127,s^#9
        mfpr   s^#9,r0
        bsbw   puthex
        movpsl r0
        bsbw   puthex
        mtpr   i^#0x1fff81,s^#11
        mfpr   s^#11,r0
        bsbw   puthex
        movpsl r0
        bsbw   puthex
        mtpr   i^#128,s^#13
        mfpr   s^#13,r0
        bsbw   puthex
        movpsl r0
        bsbw   puthex
        mtpr   i^#0x4000,s^#16
        mfpr   s^#16,r0
        bsbw   puthex
        movpsl r0
        bsbw   puthex
        mtpr   i^#0x1000,s^#17
        mfpr   s^#17,r0
        bsbw   puthex
        movpsl r0
        bsbw   puthex
        mtpr   i^#31,s^#18
        mfpr   s^#18,r0
        bsbw   puthex
        movpsl r0
        bsbw   puthex
        mtpr   i^#5,s^#18
        mfpr   s^#18,r0
        bsbw   puthex
        movpsl r0
        bsbw   puthex
        mtpr   i^#0,s^#18
        mfpr   s^#18,r0
        bsbw   puthex
        movpsl r0
        bsbw   puthex
        mtpr   i^#3,s^#19
        mfpr   s^#19,r0
        bsbw   puthex
        movpsl r0
        bsbw   puthex
        mtpr   i^#4,s^#19
        mfpr   s^#19,r0
        bsbw   puthex
        movpsl r0
        bsbw   puthex
        mtpr   i^#0,s^#21
        mfpr   s^#21,r0
        bsbw   puthex
        movpsl r0
        bsbw   puthex
        mtpr   i^#-1000,s^#25
        mtpr   i^#0x80,s^#24
        mfpr   s^#24,r0
        bsbw   puthex
        movpsl r0
        bsbw   puthex
        mtpr   i^#0,s^#32
        mfpr   s^#32,r0
        bsbw   puthex
        movpsl r0
        bsbw   puthex
        mtpr   i^#0,s^#34
        mfpr   s^#34,r0
        bsbw   puthex
        movpsl r0
        bsbw   puthex
        mtpr   i^#1,s^#61
        mfpr   s^#61,r0
        bsbw   puthex
        movpsl r0
        bsbw   puthex
        mtpr   i^#0,s^#61
        mfpr   s^#61,r0
        bsbw   puthex
        movpsl r0
        bsbw   puthex
        mtpr   i^#0,s^#57
        mtpr   i^#0x8000,s^#58
        mtpr   i^#0,s^#63
        mtpr   i^#0x155,i^#200
        mfpr   i^#200,r0
        bsbw   puthex
        movpsl r0
        bsbw   puthex
        mtpr   i^#0,i^#200
        mfpr   i^#200,r0
        bsbw   puthex
        movpsl r0
        bsbw   puthex
        bsbw   newline
        mfpr   s^#8,r0
        bsbw   puthex
        mfpr   s^#10,r0
        bsbw   puthex
        mfpr   s^#12,r0
        bsbw   puthex
        mfpr   s^#21,r0
        bsbw   puthex
        mfpr   s^#56,r0
        bsbw   puthex
        mfpr   s^#62,r0
        bsbw   puthex
        mfpr   s^#24,r0
        bsbw   puthex
        mfpr   s^#33,r0
        bsbw   puthex
        bsbw   newline
        moval  @#K+k0,r11
        mfpr   s^#5,r0
k0:
        moval  @#K+k1,r11
        mtpr   s^#1,s^#5
k1:
        moval  @#K+k2,r11
        mfpr   s^#6,r0
k2:
        moval  @#K+k3,r11
        mtpr   s^#1,s^#6
k3:
        moval  @#K+k4,r11
        mfpr   s^#7,r0
k4:
        moval  @#K+k5,r11
        mtpr   s^#1,s^#7
k5:
        moval  @#K+k6,r11
        mfpr   s^#14,r0
k6:
        moval  @#K+k7,r11
        mtpr   s^#1,s^#14
k7:
        moval  @#K+k8,r11
        mfpr   s^#15,r0
k8:
        moval  @#K+k9,r11
        mtpr   s^#1,s^#15
k9:
        moval  @#K+k10,r11
        mfpr   s^#22,r0
k10:
        moval  @#K+k11,r11
        mtpr   s^#1,s^#22
k11:
        moval  @#K+k12,r11
        mfpr   s^#28,r0
k12:
        moval  @#K+k13,r11
        mtpr   s^#1,s^#28
k13:
        moval  @#K+k14,r11
        mfpr   s^#31,r0
k14:
        moval  @#K+k15,r11
        mtpr   s^#1,s^#31
k15:
        moval  @#K+k16,r11
        mfpr   s^#35,r0
k16:
        moval  @#K+k17,r11
        mfpr   s^#36,r0
k17:
        moval  @#K+k18,r11
        mtpr   s^#1,s^#36
k18:
        moval  @#K+k19,r11
        mfpr   s^#37,r0
k19:
        moval  @#K+k20,r11
        mtpr   s^#1,s^#37
k20:
        moval  @#K+k21,r11
        mfpr   s^#55,r0
k21:
        moval  @#K+k22,r11
        mtpr   s^#1,s^#55
k22:
        moval  @#K+k23,r11
        mfpr   s^#59,r0
k23:
        moval  @#K+k24,r11
        mtpr   s^#1,s^#59
k24:
        moval  @#K+k25,r11
        mfpr   s^#60,r0
k25:
        moval  @#K+k26,r11
        mtpr   s^#1,s^#60
k26:
        moval  @#K+k27,r11
        mfpr   i^#64,r0
k27:
        moval  @#K+k28,r11
        mtpr   s^#1,i^#64
k28:
        moval  @#K+k29,r11
        mfpr   i^#199,r0
k29:
        moval  @#K+k30,r11
        mtpr   s^#1,i^#199
k30:
        moval  @#K+k31,r11
        mfpr   i^#201,r0
k31:
        moval  @#K+k32,r11
        mtpr   s^#1,i^#201
k32:
        moval  @#K+k33,r11
        mfpr   i^#4294967295,r0
k33:
        moval  @#K+k34,r11
        mtpr   s^#1,i^#4294967295
k34:
        moval  @#K+k35,r11
        mtpr   s^#5,s^#19
k35:
        movl   s^#3,r5
probes:
        prober r5,s^#4,@#0x1000
        movpsl r0
        bsbw   puthex
        probew r5,s^#4,@#0x1000
        movpsl r0
        bsbw   puthex
        prober r5,s^#4,@#0x8000
        movpsl r0
        bsbw   puthex
        probew r5,s^#4,@#0x8000
        movpsl r0
        bsbw   puthex
        prober r5,s^#4,@#0xfe00
        movpsl r0
        bsbw   puthex
        probew r5,s^#4,@#0xfe00
        movpsl r0
        bsbw   puthex
        prober r5,s^#4,@#0x10000
        movpsl r0
        bsbw   puthex
        probew r5,s^#4,@#0x10000
        movpsl r0
        bsbw   puthex
        prober r5,s^#4,@#0x7fff0000
        movpsl r0
        bsbw   puthex
        probew r5,s^#4,@#0x7fff0000
        movpsl r0
        bsbw   puthex
        prober r5,s^#4,@#0x7ffe0000
        movpsl r0
        bsbw   puthex
        probew r5,s^#4,@#0x7ffe0000
        movpsl r0
        bsbw   puthex
        prober r5,s^#4,@#K+0x1000
        movpsl r0
        bsbw   puthex
        probew r5,s^#4,@#K+0x1000
        movpsl r0
        bsbw   puthex
        prober r5,s^#4,@#K+0x10000
        movpsl r0
        bsbw   puthex
        probew r5,s^#4,@#K+0x10000
        movpsl r0
        bsbw   puthex
        prober r5,s^#4,@#0xc0000000
        movpsl r0
        bsbw   puthex
        probew r5,s^#4,@#0xc0000000
        movpsl r0
        bsbw   puthex
        probew r5,i^#0x400,@#0x7f00
        movpsl r0
        bsbw   puthex
        bsbw   newline
        sobgeq r5,probes1
        brb    probed
probes1: brw    probes
probed:
        moval  @#K+k36,r11
        pushl  i^#0x00000100
        pushl  i^#K+k36
        rei
k36:  addl2  s^#8,sp
        moval  @#K+k37,r11
        pushl  i^#0x03000000
        pushl  i^#K+k37
        rei
k37:  addl2  s^#8,sp
        moval  @#K+k38,r11
        pushl  i^#0x03c10000
        pushl  i^#K+k38
        rei
k38:  addl2  s^#8,sp
        moval  @#K+k39,r11
        pushl  i^#0x07c00000
        pushl  i^#K+k39
        rei
k39:  addl2  s^#8,sp
        moval  @#K+k40,r11
        pushl  i^#0x001f0000
        pushl  i^#K+k40
        rei
k40:  addl2  s^#8,sp
        moval  @#K+k41,r11
        pushl  i^#0x04010000
        pushl  i^#K+k41
        rei
k41:  addl2  s^#8,sp
        moval  @#K+k42,r11
        pushl  i^#0x80000000
        pushl  i^#K+k42
        rei
k42:  addl2  s^#8,sp
        moval  @#K+k43,r11
        pushl  i^#0x20c00000
        pushl  i^#K+k43
        rei
k43:  addl2  s^#8,sp
        moval  @#K+k44,r11
        pushl  i^#0x03800000
        pushl  i^#K+k44
        rei
k44:  addl2  s^#8,sp
        mtpr   s^#31,s^#18
        moval  @#K+kend,r11
        mtpr   s^#3,s^#20
        mtpr   s^#9,s^#20
        mfpr   s^#21,r0
        bsbw   puthex
        mtpr   s^#0,s^#21
        mfpr   s^#21,r0
        bsbw   puthex
        mtpr   s^#0,s^#18
kend:   bsbw   newline
; a process is saved, and loaded again; the interrupt stack comes between
        movl   i^#0x4000,r0
        mtpr   r0,s^#16
        mtpr   i^#K+0x7800,s^#4
        mtpr   s^#31,s^#18
        movl   i^#0x11111111,r6
        movl   i^#0x22222222,fp
        pushl  i^#0x00080000
        pushl  i^#K+loaded
        movpsl r0
        svpctx
        movpsl r1
        movl   r1,r5
        movl   sp,r4
        clrl   r6
        clrl   fp
        mfpr   s^#8,@#K+0x4050     ; the tables stay those that they are
        movl   i^#0x04000080,@#K+0x4054
        mfpr   s^#10,@#K+0x4058
        movl   i^#0x001fff80,@#K+0x405c
        movl   i^#0x33333333,@#K+0x4018
        ldpctx
        rei
loaded: movl   r2,r7
        movpsl r0
        bsbw   puthex
        movl   r6,r0
        bsbw   puthex
        movl   fp,r0
        bsbw   puthex
        movl   r7,r0
        bsbw   puthex
        movl   sp,r0
        bsbw   puthex
        mfpr   s^#4,r0
        bsbw   puthex
        mfpr   s^#19,r0
        bsbw   puthex
        mfpr   s^#61,r0
        bsbw   puthex
        movl   i^#K+0x4000,r6
        movl   s^#24,r7
saved:  movl   (r6)+,r0
        bsbw   puthex
        sobgtr r7,saved
        bsbw   newline
        mtpr   s^#0,s^#18
        mtpr   i^#0x7fffe000,s^#3
        mtpr   s^#4,s^#19
; the time of day goes on
        mfpr   s^#27,r6
        nop
        mfpr   s^#27,r7
        subl2  r6,r7
        mtpr   s^#0,s^#27
; without translation: every address is a place
        mtpr   s^#0,s^#56
        movl   @#0x2000,r6
        movl   @#0xc0002000,r7
        mtpr   s^#1,s^#56
        subl3  r6,r7,r0
        bsbw   puthex
        bsbw   newline
        pushl  i^#0x03c00000
        pushl  i^#user
        rei
        .org 0x8000
user:
        moval  @#u0,r11
        mtpr   s^#1,s^#18
u0:
        moval  @#u1,r11
        mtpr   r0,s^#8
u1:
        moval  @#u2,r11
        mtpr   r0,i^#200
u2:
        moval  @#u3,r11
        mfpr   s^#8,r0
u3:
        moval  @#u4,r11
        mfpr   s^#62,r0
u4:
        moval  @#u5,r11
        mfpr   s^#18,@#0x9000
u5:
        moval  @#u6,r11
        halt
u6:
        moval  @#u7,r11
        ldpctx
u7:
        moval  @#u8,r11
        svpctx
u8:
        moval  @#u9,r11
        mtpr   @#0x1000,s^#18
u9:
        moval  @#u10,r11
        mfpr   s^#18,@#0x1000
u10:
        movl   s^#3,r5
uprobe: prober r5,s^#4,@#0x1000
        movpsl r0
        chmk   s^#2
        probew s^#0,s^#4,@#0x9000
        movpsl r0
        chmk   s^#2
        sobgeq r5,uprobe
        pushl  i^#0x03c0000f
        pushl  i^#after
        rei
after:  movpsl r0
        chmk   s^#2
        chmk   s^#0
