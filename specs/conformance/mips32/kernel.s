; A small operating system: it loads two programs from the disk, gives them the processor in turn by the timer, fills
; their pages on demand, serves their calls, and tells in a transcript what has happened. The programs have one memory
; and different pages of it.
;! disk 16
;! program kernel/primes.s block 1
;! program kernel/words.s block 5
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
        beq    $t1,$zero,tick
        nop
        addiu  $t2,$zero,8
        bne    $t1,$t2,logged
        nop
        beq    $v0,$zero,finish
        addiu  $t2,$zero,1
        beq    $v0,$t2,putc
        addiu  $t2,$zero,2
        beq    $v0,$t2,putn
        nop
        addiu  $t2,$zero,3
        beq    $v0,$t2,exited
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
main:   addiu  $s0,$zero,1     ; each program has four blocks
        lui    $s1,0x0008
        jal    load>>2
        nop
        addiu  $s0,$zero,5
        lui    $s1,0x0009
        jal    load>>2
        nop
        lui    $k1,0x8000
        lui    $t0,0x40        ; where the tasks begin: their counters
        sw     $t0,0x67c($k1)
        lui    $t0,0x41
        sw     $t0,0x6fc($k1)
        addiu  $t0,$zero,1
        sw     $t0,0x600($k1)
        sw     $t0,0x680($k1)
        ori    $t0,$zero,0x8012
        mtc0   $t0,$12
        lui    $t9,0x8000
        ori    $t9,$t9,0x600
        sw     $t9,0x508($k1)
        j      resume>>2
        nop

load:   addiu  $s2,$zero,4
        lui    $t8,0xbf00
load1:  sw     $s0,0x500($t8)
        sw     $s1,0x504($t8)
        addiu  $t0,$zero,4
        sb     $t0,0x508($t8)
        lbu    $t0,0x508($t8)
        sb     $zero,0x508($t8)
        addiu  $s0,$s0,1
        addiu  $s1,$s1,512
        addiu  $s2,$s2,-1
        bne    $s2,$zero,load1
        nop
        jr     $ra
        nop

; The timer: what the task has goes into its place, and it is the turn of the other one
tick:   lui    $k1,0x8000
        lw     $t0,0x50c($k1)
        addiu  $t0,$t0,1
        sw     $t0,0x50c($k1)
        lw     $t9,0x508($k1)
        lw     $t8,0x400($k1)
        sw     $t8,0x4($t9)
        lw     $t8,0x404($k1)
        sw     $t8,0x8($t9)
        lw     $t8,0x408($k1)
        sw     $t8,0xc($t9)
        lw     $t8,0x40c($k1)
        sw     $t8,0x10($t9)
        lw     $t8,0x410($k1)
        sw     $t8,0x14($t9)
        lw     $t8,0x414($k1)
        sw     $t8,0x18($t9)
        lw     $t8,0x418($k1)
        sw     $t8,0x20($t9)
        lw     $t8,0x41c($k1)
        sw     $t8,0x24($t9)
        lw     $t8,0x420($k1)
        sw     $t8,0x28($t9)
        lw     $t8,0x424($k1)
        sw     $t8,0x2c($t9)
        sw     $a3,0x1c($t9)
        sw     $t4,0x30($t9)
        sw     $t5,0x34($t9)
        sw     $t6,0x38($t9)
        sw     $t7,0x3c($t9)
        sw     $s0,0x40($t9)
        sw     $s1,0x44($t9)
        sw     $s2,0x48($t9)
        sw     $s3,0x4c($t9)
        sw     $s4,0x50($t9)
        sw     $s5,0x54($t9)
        sw     $s6,0x58($t9)
        sw     $s7,0x5c($t9)
        mfc0   $t8,$14
        sw     $t8,0x7c($t9)
switch: lui    $k1,0x8000
        lw     $t9,0x508($k1)
        xori   $t9,$t9,0x80
        sw     $t9,0x508($k1)
        lw     $t0,0($t9)
        bne    $t0,$zero,resume
        nop
        xori   $t9,$t9,0x80
        sw     $t9,0x508($k1)
        lw     $t0,0($t9)
        beq    $t0,$zero,over
        nop
resume: lui    $k1,0x8000
        lw     $t9,0x508($k1)
        mfc0   $t0,$9          ; 2000 instructions
        addiu  $t0,$t0,2000
        mtc0   $t0,$11
        ori    $t0,$zero,0x8013    ; EXL keeps the kernel to itself until the return
        mtc0   $t0,$12
        lw     $t8,0x7c($t9)
        mtc0   $t8,$14
        lw     $at,0x4($t9)
        lw     $v0,0x8($t9)
        lw     $v1,0xc($t9)
        lw     $a0,0x10($t9)
        lw     $a1,0x14($t9)
        lw     $a2,0x18($t9)
        lw     $a3,0x1c($t9)
        lw     $t0,0x20($t9)
        lw     $t1,0x24($t9)
        lw     $t2,0x28($t9)
        lw     $t3,0x2c($t9)
        lw     $t4,0x30($t9)
        lw     $t5,0x34($t9)
        lw     $t6,0x38($t9)
        lw     $t7,0x3c($t9)
        lw     $s0,0x40($t9)
        lw     $s1,0x44($t9)
        lw     $s2,0x48($t9)
        lw     $s3,0x4c($t9)
        lw     $s4,0x50($t9)
        lw     $s5,0x54($t9)
        lw     $s6,0x58($t9)
        lw     $s7,0x5c($t9)
        eret
exited: lui    $k1,0x8000
        lw     $t9,0x508($k1)
        sw     $zero,0($t9)
        addu   $a0,$t9,$zero
        jal    puthex>>2
        nop
        jal    newline>>2
        nop
        j      switch>>2
        nop
over:   lw     $a0,0x50c($k1)
        jal    puthex>>2
        nop
        j      finish>>2
        nop
