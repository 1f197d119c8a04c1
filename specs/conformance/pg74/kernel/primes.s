; Prints the primes below 600 by a sieve that needs far more memory than it is given at first.
        .org 0
        li   r0,0
        li   r2,2
        li   r6,600
zero:   st   r0,flags(r2)
        addi r2,r2,1
        bltu r2,r6,zero
        li   r2,2
outer:  ld   r3,flags(r2)
        bne  r3,r0,skip
        add  r1,r2,r0
        svc  2
        add  r4,r2,r2
        li   r5,1
inner:  bgeu r4,r6,skip
        st   r5,flags(r4)
        add  r4,r4,r2
        jmp  inner
skip:   addi r2,r2,1
        bltu r2,r6,outer
        svc  0
flags:  .unit 0
