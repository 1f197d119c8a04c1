; Arithmetic, branches, memory and exclusive accesses in user mode; checksums of all of it are printed.
        .include "common/start.inc"
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
