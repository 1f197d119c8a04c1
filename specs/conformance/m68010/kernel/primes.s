; Prints the primes below 1000 by a sieve that needs far more memory than it is given at first.
        .org 0
        lea    flags.w,a0
        move.w #999,d1
zero:   clr.b  (a0)+
        dbf    d1,zero
        lea    flags.w,a0
        moveq  #2,d2
outer:  tst.b  0(a0,d2.w)
        bne    skip
        move.l d2,d0
        trap   #2
        move.w d2,d4
        add.w  d2,d4
inner:  cmpi.w #1000,d4
        bcc    skip
        st     0(a0,d4.w)
        add.w  d2,d4
        bra    inner
skip:   addq.l #1,d2
        cmpi.w #1000,d2
        bne    outer
        trap   #0
flags:  .byte 0
