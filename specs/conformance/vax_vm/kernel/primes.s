; Prints the primes below 1000 by a sieve, in pages that it is given when it touches them.
        .org 0
        movl   i^#flags,r1
        movl   i^#1000,r2
zero:   clrb   (r1)+
        sobgtr r2,zero
        movl   s^#2,r3
outer:  tstb   @#flags[r3]
        bneq   skip
        movl   r3,r0
        chmk   s^#2
        addl3  r3,r3,r4
inner:  cmpl   r4,i^#1000
        bgeq   skip
        mnegb  s^#1,@#flags[r4]
        addl2  r3,r4
        brb    inner
skip:   aoblss i^#1000,r3,outer
        chmk   s^#0
flags = 0x1f00
