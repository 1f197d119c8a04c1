; Prints the primes below 200 by a sieve in pages that come on demand; at last it looks where nothing is its own.
        .org   0x400000
        mov    r4,#2
        movw   r6,#0x4000
        movt   r6,#0x40
        mov    r7,#1
outer:  ldrb   r0,[r6,r4]
        cmp    r0,#0
        bne    skip
        mov    r0,r4
        svc    #2
        add    r5,r4,r4
inner:  cmp    r5,#200
        bcs    skip
        strb   r7,[r6,r5]
        add    r5,r5,r4
        b      inner
skip:   add    r4,r4,#1
        cmp    r4,#200
        bcc    outer
        movw   r6,#0x5000
        movt   r6,#0x40
        mov    r4,#10
touch:  str    r6,[r6]
        push   {r6}
        add    r6,r6,#0x1000
        subs   r4,r4,#1
        bne    touch
        mov    r6,#0x1000
        ldr    r0,[r6]
        svc    #0
