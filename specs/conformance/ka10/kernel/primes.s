; Prints the primes below 600 by a sieve that needs far more memory than it is given at first.
        .org 16
        movei ac2,2
zero:   setzm ac0,flags(ac2)
        addi ac2,1
        caige ac2,600
        jrst zero
        movei ac2,2
outer:  skipe ac0,flags(ac2)
        jrst skip
        muuo 42,ac0,0(ac2)
        move ac4,2
        add  ac4,2
inner:  cail ac4,600
        jrst skip
        movem ac2,flags(ac4)
        add  ac4,2
        jrst inner
skip:   addi ac2,1
        caige ac2,600
        jrst outer
        muuo 40,ac0,0
flags = 2600
