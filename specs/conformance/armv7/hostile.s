; Tries to get out: wild addresses, tables that lie elsewhere or are registers, blocks that are not its own; and at last it keeps the processor to
; itself, with interrupts off. The monitor and its neighbours must not notice.
;! disk 2
;! steps 200000
        .include "common/start.inc"
main:   mov    r6,#0x14000         ; pages where no memory is
        mov    r5,#16
        movw   r4,#0xf032
        movt   r4,#0x90ff
        movw   r7,#0xf000
        movt   r7,#0x40
wild:   str    r4,[r6,#60]
        mcr    p15,0,r7,c8,c7,1
        movw   r0,#0x5a5a
        movt   r0,#0x5a5a
        str    r0,[r7]
        ldr    r0,[r7,#0xffc]
        ror    r4,r4,#29
        bic    r4,r4,#0xff
        bic    r4,r4,#0xf00
        orr    r4,r4,#0x80000000
        orr    r4,r4,#0x32
        subs   r5,r5,#1
        bne    wild
        movw   r4,#0x0032          ; just behind its memory, and the monitor's first pages, if addresses were to wrap
        movt   r4,#0x400
        str    r4,[r6,#60]
        mcr    p15,0,r7,c8,c7,1
        str    r4,[r7]
        ldr    r0,[r7]
        mov    r6,#0x10000         ; tables where no memory is, and where registers are
        movw   r0,#0xfc01
        movt   r0,#0xffff
        str    r0,[r6,#32]
        movw   r0,#1
        movt   r0,#0x8000
        str    r0,[r6,#36]
        movt   r0,#0x1c15
        str    r0,[r6,#40]
        mov    r7,#0x800000
        ldr    r0,[r7]
        str    r0,[r7]
        mov    r7,#0x900000
        ldr    r0,[r7]
        mov    r7,#0xa00000
        ldr    r0,[r7]
        ldr    r0,[r7,#0x800]
        mov    r0,#0xa00000
        mcr    p15,0,r0,c7,c8,1
        mrc    p15,0,r0,c7,c4,0
        bl     puthex
        bl     newline
        mvn    r0,#1               ; blocks and buffers
        mov    r1,#0x9000
        mov    r2,#12
        bl     move
        mov    r0,#1
        mvn    r1,#15
        mov    r2,#4
        bl     move
        movw   r1,#0xfe00
        movt   r1,#0x7fff
        mov    r2,#12
        bl     move
        mov    r0,#1
        mov    r1,#0x1c000000
        orr    r1,r1,#0x90000
        mov    r2,#4
        bl     move
        bl     newline
        movw   r7,#0               ; registers that are not there, and all of one
        movt   r7,#0x1c15
        ldr    r0,[r7,#0x10]
        str    r0,[r7,#0xc]
        mvn    r0,#0
        str    r0,[r7]
        str    r0,[r7,#4]
        ldr    r0,[r7]
        bl     puthex
        ldr    r0,[r7,#4]
        bl     puthex
        movw   r11,#fetched        ; code that stands in registers
        movw   r0,#0x0032
        movt   r0,#0x1c15
        mov    r6,#0x14000
        str    r0,[r6,#56]
        mcr    p15,0,r0,c8,c7,0
        mov    r0,#0
        str    r0,[r7]
        str    r0,[r7,#4]
        movw   r5,#0xe000
        movt   r5,#0x40
        bx     r5
fetched: mvn   r0,#0               ; everything asks, nothing is let in, and no vector leads anywhere
        strb   r0,[r7]
        movw   r3,#0
        movt   r3,#0x1c11
        mov    r0,#100
        str    r0,[r3]
        mov    r0,#2
        strb   r0,[r3,#8]
        mov    r0,#0xf0000000
        mcr    p15,0,r0,c12,c0,0
        mvn    r0,#0
        mcr    p15,0,r0,c3,c0,0
        mov    sp,#0xf0000000
        mov    r0,#33
        bl     put
forever: b     forever
; move: block r0, memory r1, command r2; prints what the status is in the end
move:   push   {r4,lr}
        movw   r3,#0
        movt   r3,#0x1c13
        str    r0,[r3]
        str    r1,[r3,#4]
        strb   r2,[r3,#8]
busy:   ldrb   r0,[r3,#8]
        tst    r0,#4
        bne    busy
        bl     puthex
        movw   r3,#0
        movt   r3,#0x1c13
        mov    r0,#0
        strb   r0,[r3,#8]
        mov    r0,#1
        pop    {r4,pc}
calls = usual
faults = logged
others = logged
irqs = logged
fiqs = logged
