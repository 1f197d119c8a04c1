; The block device and the serial port: blocks are written and read back, failures are told, input is echoed.
;! input The quick brown fox\n
;! disk 4
        .org 0
; A page that is not there: every pair of pages of the user's is given a place in the upper half of memory, and the
; number of refills is counted.
        mfc0   $k0,$8
        srl    $k0,$k0,12
        andi   $k0,$k0,0x7e
        ori    $k0,$k0,0x80
        sll    $k0,$k0,6
        ori    $k0,$k0,6
        mtc0   $k0,$2
        addiu  $k0,$k0,0x40
        mtc0   $k0,$3
        tlbwr
        lui    $k1,0x8000
        lw     $k0,0x500($k1)
        addiu  $k0,$k0,1
        sw     $k0,0x500($k1)
        eret
        .org 0x180
        j      general>>2
        nop
        .org 0x1000
start:  lui    $sp,0x8000
        ori    $sp,$sp,0x8000
        mtc0   $zero,$12       ; kernel mode, no interrupts, vectors in memory
        mtc0   $zero,$13
; an empty buffer: entries that nothing can match
        mtc0   $zero,$2
        mtc0   $zero,$3
        mtc0   $zero,$5
        mtc0   $zero,$6
        lui    $t0,0x8000
        addu   $t1,$zero,$zero
clear:  mtc0   $t0,$10
        mtc0   $t1,$0
        tlbwi
        addiu  $t1,$t1,1
        addiu  $t0,$t0,0x2000
        sltiu  $t2,$t1,16
        bne    $t2,$zero,clear
        nop
        mtc0   $zero,$10
        j      main>>2
        nop

; general: every other exception; registers are kept. Calls by syscall: 0 halts, 1 prints the character and 2 the
; number in $a0. Everything else is logged, with cause, place and address, and goes on at $s7.
general: lui   $k1,0x8000
        sw     $at,0x400($k1)
        sw     $v0,0x404($k1)
        sw     $v1,0x408($k1)
        sw     $a0,0x40c($k1)
        sw     $a1,0x410($k1)
        sw     $a2,0x414($k1)
        sw     $t0,0x418($k1)
        sw     $t1,0x41c($k1)
        sw     $t2,0x420($k1)
        sw     $t3,0x424($k1)
        sw     $ra,0x428($k1)
        mfc0   $t0,$13
        srl    $t1,$t0,2
        andi   $t1,$t1,31
        addiu  $t2,$zero,8
        bne    $t1,$t2,logged
        nop
        beq    $v0,$zero,finish
        addiu  $t2,$zero,1
        beq    $v0,$t2,putc
        addiu  $t2,$zero,2
        beq    $v0,$t2,putn
        nop
logged: lui    $t2,0xb000      ; the lines that ask for an interrupt are left out
        ori    $t2,$t2,0x7c
        and    $a0,$t0,$t2
        jal    puthex>>2
        nop
        mfc0   $a0,$14
        jal    puthex>>2
        nop
        mfc0   $a0,$8
        jal    puthex>>2
        nop
        mfc0   $a0,$12
        jal    puthex>>2
        nop
        jal    newline>>2
        nop
        mtc0   $s7,$14
        beq    $zero,$zero,back
        nop
putc:   jal    put>>2
        nop
        beq    $zero,$zero,skip
        nop
putn:   jal    puthex>>2
        nop
skip:   mfc0   $t0,$14         ; behind the call
        addiu  $t0,$t0,4
        mtc0   $t0,$14
back:   lui    $k1,0x8000
        lw     $at,0x400($k1)
        lw     $v0,0x404($k1)
        lw     $v1,0x408($k1)
        lw     $a0,0x40c($k1)
        lw     $a1,0x410($k1)
        lw     $a2,0x414($k1)
        lw     $t0,0x418($k1)
        lw     $t1,0x41c($k1)
        lw     $t2,0x420($k1)
        lw     $t3,0x424($k1)
        lw     $ra,0x428($k1)
        eret
finish: jal    newline>>2
        nop
        lui    $k1,0x8000
        lw     $a0,0x500($k1)  ; the refills
        jal    puthex>>2
        nop
        jal    newline>>2
        nop
        lui    $t0,0xbf00
        sb     $zero,0x510($t0)
halted: beq    $zero,$zero,halted
        nop

; put: prints the character in $a0; uses $t3
put:    lui    $t3,0xb800
        jr     $ra
        sb     $a0,0x3f8($t3)
newline: addiu $a0,$zero,10
        beq    $zero,$zero,put
        nop
; puthex: prints $a0 as eight hexadecimal digits and a space; uses $t1, $t2, $t3
puthex: lui    $t3,0xb800
        addiu  $t1,$zero,8
hexd:   srl    $t2,$a0,28
        sltiu  $at,$t2,10
        bne    $at,$zero,hexs
        addiu  $t2,$t2,48
        addiu  $t2,$t2,7
hexs:   sb     $t2,0x3f8($t3)
        addiu  $t1,$t1,-1
        bne    $t1,$zero,hexd
        sll    $a0,$a0,4
        addiu  $t2,$zero,32
        jr     $ra
        sb     $t2,0x3f8($t3)
; user: copies $a2 words from $a0 to the place of the user's address 0x400000, and goes there with the status $a1
user:   lui    $t0,0x8008
copyu:  lw     $t1,0($a0)
        sw     $t1,0($t0)
        addiu  $a0,$a0,4
        addiu  $t0,$t0,4
        addiu  $a2,$a2,-1
        bne    $a2,$zero,copyu
        nop
        mtc0   $a1,$12
        lui    $t0,0x40
        mtc0   $t0,$14
        eret
main:   lui    $t0,0x8000     ; a block of a pattern
        ori    $t0,$t0,0x4000
        lui    $t1,0x1357
        ori    $t1,$t1,0x9bdf
        addiu  $t2,$zero,128
fill:   sw     $t1,0($t0)
        sll    $t3,$t1,5
        xor    $t1,$t1,$t3
        addiu  $t1,$t1,77
        addiu  $t2,$t2,-1
        bne    $t2,$zero,fill
        addiu  $t0,$t0,4
        addiu  $s0,$zero,3
        ori    $s1,$zero,0x4000
        jal    disk>>2
        addiu  $s2,$zero,12
        addiu  $s0,$zero,3
        ori    $s1,$zero,0x5000
        jal    disk>>2
        addiu  $s2,$zero,4
        lui    $t0,0x8000
        ori    $t0,$t0,0x5000
        addiu  $t2,$zero,128
        addu   $a0,$zero,$zero
sum:    lw     $t1,0($t0)
        xor    $a0,$a0,$t1
        srl    $t3,$a0,31
        sll    $a0,$a0,1
        or     $a0,$a0,$t3
        addiu  $t2,$t2,-1
        bne    $t2,$zero,sum
        addiu  $t0,$t0,4
        jal    puthex>>2
        nop
        addiu  $s0,$zero,4
        addiu  $s1,$zero,0
        jal    disk>>2
        addiu  $s2,$zero,4
        addiu  $s0,$zero,4
        addiu  $s1,$zero,0
        jal    disk>>2
        addiu  $s2,$zero,12
        addiu  $s0,$zero,-1
        addiu  $s1,$zero,0
        jal    disk>>2
        addiu  $s2,$zero,4
        addiu  $s0,$zero,0
        addiu  $s1,$zero,-16
        jal    disk>>2
        addiu  $s2,$zero,4
        jal    newline>>2
        nop
echo:   lui    $t0,0xb800
        lbu    $t1,0x3fd($t0)
        andi   $t1,$t1,1
        beq    $t1,$zero,echo
        nop
        lbu    $a0,0x3f8($t0)
        sb     $a0,0x3f8($t0)
        addiu  $t1,$zero,10
        bne    $a0,$t1,echo
        nop
        j      finish>>2
        nop

; disk: does $s2 with block $s0 and memory at $s1, and prints the status before and after it is acknowledged
disk:   addu   $s6,$ra,$zero
        lui    $t8,0xbf00
        sw     $s0,0x500($t8)
        sw     $s1,0x504($t8)
        sb     $s2,0x508($t8)
        lbu    $a0,0x508($t8)
        jal    puthex>>2
        nop
        sb     $zero,0x508($t8)
        lbu    $a0,0x508($t8)
        jal    puthex>>2
        nop
        jr     $s6
        nop
