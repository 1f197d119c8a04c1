; Page tables, changed and at once in force: pages on demand, aliases, large pages, sections and supersections, domains, other tables, no tables at all.
        .org   0
        b      start
        b      undefd
        b      svcall
        b      prefet
        b      dataab
        b      start
        b      irq
        b      fiq
; Whatever comes is pushed onto the stack of Supervisor mode: r0 to r12, its lr, the return address and the status; the vector is in r4. A program says what
; becomes of calls, faults, irqs, fiqs, and others.
undefd: srsdb  sp!,#19
        cps    #19
        push   {r0,r1,r2,r3,r4,r5,r6,r7,r8,r9,r10,r11,r12,lr}
        mov    r4,#4
        b      others
svcall: srsdb  sp!,#19
        push   {r0,r1,r2,r3,r4,r5,r6,r7,r8,r9,r10,r11,r12,lr}
        mov    r4,#8
        b      calls
prefet: srsdb  sp!,#19
        cps    #19
        push   {r0,r1,r2,r3,r4,r5,r6,r7,r8,r9,r10,r11,r12,lr}
        mov    r4,#0xc
        b      others
dataab: sub    lr,lr,#8
        srsdb  sp!,#19
        cps    #19
        push   {r0,r1,r2,r3,r4,r5,r6,r7,r8,r9,r10,r11,r12,lr}
        mov    r4,#0x10
        b      faults
irq:    sub    lr,lr,#4
        srsdb  sp!,#19
        cps    #19
        push   {r0,r1,r2,r3,r4,r5,r6,r7,r8,r9,r10,r11,r12,lr}
        mov    r4,#0x18
        b      irqs
fiq:    sub    lr,lr,#4
        srsdb  sp!,#19
        cps    #19
        push   {r0,r1,r2,r3,r4,r5,r6,r7,r8,r9,r10,r11,r12,lr}
        mov    r4,#0x1c
        b      fiqs
; The usual calls: svc #0 ends, svc #1 prints the character and svc #2 the number in r0, svc #3 goes on in Supervisor mode at r11, with an empty stack. What is
; logged: vector, status, place, and for an abort its status and address. It goes on behind the instruction; after one that could not be fetched at r11.
usual:  ldr    r5,[sp,#56]
        ldr    r5,[r5,#-4]
        bics   r5,r5,#0xff000000
        beq    finish
        cmp    r5,#1
        beq    putc
        cmp    r5,#2
        beq    putn
        cmp    r5,#3
        bne    logged
        mov    sp,#0x8000
        bx     r11
putc:   bl     put
        b      back
putn:   bl     puthex
        b      back
logged: mov    r0,r4
        bl     puthex
        ldr    r0,[sp,#60]
        bl     puthex
        ldr    r0,[sp,#56]
        bl     puthex
        cmp    r4,#0xc
        beq    fetch
        cmp    r4,#0x10
        bne    line
        ldr    r0,[sp,#56]
        add    r0,r0,#4
        str    r0,[sp,#56]
        mrc    p15,0,r0,c5,c0,0
        bl     puthex
        mrc    p15,0,r0,c6,c0,0
        bl     puthex
        b      line
fetch:  mrc    p15,0,r0,c5,c0,1
        cmp    r0,#2
        strne  r11,[sp,#56]
        bl     puthex
        mrc    p15,0,r0,c6,c0,2
        bl     puthex
line:   bl     newline
back:   pop    {r0,r1,r2,r3,r4,r5,r6,r7,r8,r9,r10,r11,r12,lr}
        rfe    sp!
finish: bl     newline
        movw   r1,#0
        movt   r1,#0x1c15
        strb   r1,[r1,#8]
; put prints the character in r0; it uses r1. puthex prints r0 as eight hexadecimal digits and a space; it uses r0 to r3
newline: mov   r0,#10
put:    movw   r1,#0
        movt   r1,#0x1c09
        strb   r0,[r1]
        bx     lr
puthex: push   {r4,lr}
        mov    r2,#8
        mov    r3,r0
digit:  ror    r3,r3,#28
        and    r0,r3,#15
        add    r0,r0,#48
        cmp    r0,#58
        addcs  r0,r0,#7
        bl     put
        subs   r2,r2,#1
        bne    digit
        mov    r0,#32
        bl     put
        pop    {r4,pc}
; Translation: the first megabyte is memory itself, the kernel's, and so is the board; what lies from 400000 on is the user's: sixteen pages from 80000 on.
start:  mov    sp,#0x8000
        mov    r0,#0x10000
        mov    r1,#0
        mov    r2,#0x1100
clear:  str    r1,[r0],#4
        subs   r2,r2,#1
        bne    clear
        mov    r0,#0x10000
        movw   r1,#0x402
        str    r1,[r0]
        movw   r1,#0x4001
        movt   r1,#1
        str    r1,[r0,#16]
        movw   r1,#0x412
        movt   r1,#0x1c00
        movw   r2,#0x700
        str    r1,[r0,r2]
        movt   r1,#0x1c10
        movw   r2,#0x704
        str    r1,[r0,r2]
        mov    r3,#0x14000
        movw   r1,#0x32
        movt   r1,#8
        mov    r2,#16
pages:  str    r1,[r3],#4
        add    r1,r1,#0x1000
        subs   r2,r2,#1
        bne    pages
        mcr    p15,0,r0,c2,c0,0
        mov    r0,#1
        mcr    p15,0,r0,c3,c0,0
        mcr    p15,0,r0,c8,c7,0
        mrc    p15,0,r0,c1,c0,0
        orr    r0,r0,#1
        mcr    p15,0,r0,c1,c0,0
        isb    sy
        b      main
; user copies what stands from r0 to r1 to where the user's first page is, and goes there with the status r2
user:   mov    r3,#0x80000
copies: ldr    r4,[r0],#4
        str    r4,[r3],#4
        cmp    r0,r1
        bcc    copies
        cps    #31
        movw   sp,#0xf000
        movt   sp,#0x40
        cps    #19
        msr    spsr_fsxc,r2
        mov    lr,#0x400000
        movs   pc,lr

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
