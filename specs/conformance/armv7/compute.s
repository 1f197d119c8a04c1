; Arithmetic, branches, memory and exclusive accesses in user mode; checksums of all of it are printed.
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

main:   movw   r0,#code
        movw   r1,#last
        mov    r2,#0x10
        b      user
calls = usual
faults = logged
others = logged
irqs = logged
fiqs = logged

; What the user runs, from 400000 on.
        .org   0x4000
code:   mov    r0,#0
        mov    r1,#1
        movw   r3,#2000
sums:   mla    r0,r1,r1,r0         ; the sum of the squares up to 2000
        add    r1,r1,#1
        cmp    r1,r3
        bls    sums
        svc    #2
        mov    r0,#1               ; a generator of numbers, into memory by words
        movw   r4,#0x660d
        movt   r4,#0x19
        movw   r5,#0xf35f
        movt   r5,#0x3c6e
        movw   r6,#0x2000
        movt   r6,#0x40
        movw   r7,#1000
fill:   mla    r0,r0,r4,r5
        str    r0,[r6],#4
        subs   r7,r7,#1
        bne    fill
        svc    #2
        movw   r6,#0x2000          ; they are copied, eight at a time, and added
        movt   r6,#0x40
        movw   r12,#0x4000
        movt   r12,#0x40
        mov    r7,#125
copy:   ldm    r6!,{r0,r1,r2,r3,r4,r5,r8,r9}
        stm    r12!,{r0,r1,r2,r3,r4,r5,r8,r9}
        subs   r7,r7,#1
        bne    copy
        movw   r7,#1000
        mov    r0,#0
adds:   ldr    r1,[r12,#-4]!
        adds   r0,r0,r1
        adc    r0,r0,#0
        ror    r0,r0,#29
        subs   r7,r7,#1
        bne    adds
        svc    #2
        movw   r8,#1000            ; by bytes and halfwords, backwards
        mov    r0,#0
bytes:  ldrsb  r1,[r12,r8]
        eor    r0,r1,r0,lsl #1
        bic    r2,r8,#1
        ldrh   r3,[r12,r2]
        add    r0,r0,r3,ror #7
        sub    r8,r8,#1
        cmp    r8,#0
        bne    bytes
        svc    #2
        movw   r0,#0x5678          ; division, long products, saturation, fields
        movt   r0,#0x1234
        mov    r1,#10
        udiv   r2,r0,r1
        mls    r3,r2,r1,r0
        umull  r4,r5,r2,r0
        smlal  r4,r5,r0,r3
        eor    r0,r4,r5
        svc    #2
        clz    r1,r0
        rbit   r2,r0
        ubfx   r3,r0,#5,#11
        bfi    r2,r3,#3,#9
        rev    r2,r2
        add    r0,r2,r1
        svc    #2
        uadd8  r2,r0,r4            ; four bytes at once
        sel    r3,r0,r4
        sadd16 r2,r2,r3
        uxtab16 r2,r2,r5
        usad8  r3,r2,r0
        eor    r0,r2,r3
        svc    #2
        movw   r1,#0x8000          ; exclusive accesses
        movt   r1,#0x40
        mov    r2,#5
again:  ldrex  r3,[r1]
        add    r3,r3,r2
        strex  r5,r3,[r1]
        cmp    r5,#0
        bne    again
        subs   r2,r2,#1
        bne    again
        ldr    r0,[r1]
        svc    #2
        mov    r0,#12              ; factorials by a procedure that calls itself
        bl     factor
        svc    #2
        mvn    r1,#0x80000000
        adds   r0,r1,r1
        qadd   r1,r1,r1
        mrs    r0,cpsr
        and    r0,r0,#0xf8000000
        svc    #2
        svc    #0
factor: cmp    r0,#1
        bxls   lr
        push   {r0,lr}
        sub    r0,r0,#1
        bl     factor
        pop    {r1,lr}
        mul    r0,r1,r0
        bx     lr
last:
