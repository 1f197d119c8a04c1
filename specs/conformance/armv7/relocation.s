; Page tables, changed and at once in force: pages on demand, aliases, large pages, sections and supersections, domains, other tables, no tables at all.
        .include "common/start.inc"
main:   mov    r0,#0x14000         ; demand: four pages, written and read back
        mov    r1,#0
        mov    r2,#16
drop:   str    r1,[r0],#4
        subs   r2,r2,#1
        bne    drop
        mcr    p15,0,r0,c8,c7,0
        movw   r5,#demand
        mov    r0,#1
        str    r0,[r5]
        mov    r6,#0x400000
        movw   r8,#0x1004
        mov    r7,#4
write:  str    r7,[r6],r8
        subs   r7,r7,#1
        bne    write
        bl     newline
        mov    r6,#0x400000
        ldr    r0,[r6]
        bl     puthex
        mov    r7,#0x9f000
        ldr    r0,[r7]
        bl     puthex
        mov    r7,#0x9c000
        ldr    r0,[r7,#12]
        bl     puthex
        mov    r0,#0
        str    r0,[r5]
        bl     newline
        mov    r4,#0x14000
        movw   r0,#0xf212          ; an alias that is not written
        movt   r0,#9
        str    r0,[r4,#20]
        movw   r7,#0x5000
        movt   r7,#0x40
        mcr    p15,0,r7,c8,c7,1
        ldr    r0,[r7]
        bl     puthex
        str    r7,[r7]
        movw   r0,#0x5032          ; it goes elsewhere
        movt   r0,#9
        str    r0,[r4,#20]
        mcr    p15,0,r7,c8,c7,1
        mov    r0,#0x77
        mov    r1,#0x95000
        str    r0,[r1]
        ldr    r0,[r7]
        bl     puthex
        movw   r0,#0x0304          ; across two pages that do not stand side by side
        movt   r0,#0x0102
        movw   r7,#0x0ffe
        movt   r7,#0x40
        str    r0,[r7]
        movw   r7,#0xfffc
        movt   r7,#9
        ldr    r0,[r7]
        bl     puthex
        mov    r7,#0x9e000
        ldr    r0,[r7]
        bl     puthex
        mov    r0,#0               ; the second of them is taken away: nothing is written
        str    r0,[r4,#4]
        mcr    p15,0,r0,c8,c7,0
        movw   r7,#0x0ffe
        movt   r7,#0x40
        mvn    r0,#0
        str    r0,[r7]
        ldrh   r0,[r7]
        bl     puthex
        bl     newline
        movw   r0,#0x0031          ; a large page
        movt   r0,#0xa
        mov    r2,#16
        add    r1,r4,#64
large:  str    r0,[r1],#4
        subs   r2,r2,#1
        bne    large
        movw   r7,#0x4000
        movt   r7,#0x41
        str    r7,[r7]
        mov    r1,#0xa4000
        ldr    r0,[r1]
        bl     puthex
        mov    r6,#0x10000
        movw   r0,#0x402           ; a section and a supersection: memory from 0 on
        str    r0,[r6,#32]
        movw   r7,#0x4000
        movt   r7,#0x8a
        ldr    r0,[r7]
        bl     puthex
        movw   r0,#0x402
        movt   r0,#4
        add    r1,r6,#64
        mov    r2,#16
super:  str    r0,[r1],#4
        subs   r2,r2,#1
        bne    super
        movw   r7,#0x4000
        movt   r7,#0x10a
        ldr    r0,[r7]
        bl     puthex
        mov    r0,r7
        mcr    p15,0,r0,c7,c8,0
        mrc    p15,0,r0,c7,c4,0
        bl     puthex
        mov    r0,#0x66
        str    r0,[r7]
        movw   r7,#0x4000
        movt   r7,#0x41
        ldr    r0,[r7]
        bl     puthex
        bl     newline
        mov    r2,#4096            ; other tables, where 400000 is something else
        mov    r0,#0x18000
copy:   ldr    r1,[r6],#4
        str    r1,[r0],#4
        subs   r2,r2,#1
        bne    copy
        movw   r1,#0x6032
        movt   r1,#9
        mov    r2,#256
others2: str   r1,[r0],#4
        subs   r2,r2,#1
        bne    others2
        mov    r6,#0x18000
        movw   r1,#0xc001
        movt   r1,#1
        str    r1,[r6,#16]
        mov    r0,#0x99
        mov    r1,#0x96000
        str    r0,[r1]
        mov    r0,#7
        mcr    p15,0,r0,c13,c0,1
        mcr    p15,0,r6,c2,c0,0
        isb    sy
        mov    r7,#0x4a0000
        ldr    r0,[r7]
        bl     puthex
        mov    r0,#0x10000
        mcr    p15,0,r0,c2,c0,0
        mov    r0,#0
        mcr    p15,0,r0,c13,c0,1
        isb    sy
        ldr    r0,[r7]             ; not there
        movw   r7,#0x5000
        movt   r7,#0x40
        ldr    r0,[r7]
        bl     puthex
        bl     newline
        movw   r0,#0x402           ; two tables: the other one is for what lies high
        mov    r1,#0x1a000
        str    r0,[r1]
        mcr    p15,0,r6,c2,c0,1
        mov    r0,#1
        mcr    p15,0,r0,c2,c0,2
        isb    sy
        mov    r7,#0x80000000
        add    r7,r7,#0x95000
        ldr    r0,[r7]
        bl     puthex
        mov    r0,#7
        mcr    p15,0,r0,c2,c0,2
        isb    sy
        ldr    r0,[r7]
        bl     puthex
        mov    r0,#0
        mcr    p15,0,r0,c2,c0,2
        isb    sy
        ldr    r0,[r7]
        movw   r7,#0x5000          ; domains
        movt   r7,#0x40
        mov    r6,#0x10000
        movw   r0,#0x4021
        movt   r0,#1
        str    r0,[r6,#16]
        mcr    p15,0,r0,c8,c7,0
        ldr    r0,[r7]
        mov    r0,#5
        mcr    p15,0,r0,c3,c0,0
        ldr    r0,[r7]
        bl     puthex
        movw   r0,#0x5212
        movt   r0,#9
        str    r0,[r4,#20]
        mcr    p15,0,r0,c8,c7,0
        str    r0,[r7]
        mov    r0,#13
        mcr    p15,0,r0,c3,c0,0
        str    r0,[r7]
        ldr    r0,[r7]
        bl     puthex
        mov    r0,#1
        mcr    p15,0,r0,c3,c0,0
        bl     newline
        movw   r0,#0x4401          ; vectors at the end of addresses
        movt   r0,#1
        movw   r1,#0x3ffc
        str    r0,[r6,r1]
        movw   r0,#0x12
        movw   r1,#0x47c0
        movt   r1,#1
        str    r0,[r1]
        mrc    p15,0,r5,c1,c0,0
        orr    r0,r5,#0x2000
        mcr    p15,0,r0,c1,c0,0
        svc    #9
        bic    r0,r5,#1            ; no tables at all
        mcr    p15,0,r0,c1,c0,0
        isb    sy
        mov    r7,#0x95000
        ldr    r0,[r7]
        bl     puthex
        mov    r7,#0x400000
        str    r7,[r7]
        ldr    r0,[r7]
        bl     puthex
        mov    r7,#0x80000000      ; nor memory
        ldr    r0,[r7]
        mcr    p15,0,r5,c1,c0,0
        isb    sy
        ldr    r0,[r6,#32]
        bl     puthex
        svc    #0
; a page that is wanted stands so much below a0000 as its address lies above 400000
faults: movw   r5,#demand
        ldr    r0,[r5]
        cmp    r0,#0
        beq    logged
        mrc    p15,0,r0,c6,c0,0
        lsr    r1,r0,#16
        cmp    r1,#0x40
        bne    logged
        ubfx   r5,r0,#12,#4
        bl     puthex
        mov    r2,#0x9f000
        sub    r2,r2,r5,lsl #12
        orr    r2,r2,#0x32
        mov    r3,#0x14000
        str    r2,[r3,r5,lsl #2]
        b      back
demand: .long  0
calls = usual
others = logged
irqs = logged
fiqs = logged
