; Prints the primes below 200 by a sieve in pages that come on demand.
        .org 0x400000
        lui    $s0,0x42
        addiu  $s2,$zero,2
outer:  addu   $t0,$s0,$s2
        lbu    $t1,0($t0)
        bne    $t1,$zero,skip
        nop
        addu   $a0,$s2,$zero
        addiu  $v0,$zero,2
        syscall
        addu   $t2,$s2,$s2
        addiu  $t3,$zero,1
inner:  sltiu  $t4,$t2,200
        beq    $t4,$zero,skip
        addu   $t0,$s0,$t2
        sb     $t3,0($t0)
        beq    $zero,$zero,inner
        addu   $t2,$t2,$s2
skip:   addiu  $s2,$s2,1
        addiu  $t4,$zero,200
        bne    $s2,$t4,outer
        nop
        addiu  $v0,$zero,3
        syscall
