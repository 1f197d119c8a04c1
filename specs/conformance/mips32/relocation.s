; Pages: filled on demand, aliases, a page that may not be written, pages of another address space, large pages.
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
        addiu  $t2,$zero,3
        beq    $v0,$t2,pages
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
main:   addiu  $t0,$zero,0
        lui    $a0,0x8000
        ori    $a0,$a0,work
        addiu  $a1,$zero,18
        addiu  $a2,$zero,96
        j      user>>2
        nop

; The user touches many more pages than the buffer holds; what they have in common is seen through each of them.
work:   lui    $s0,0x0100
        addiu  $s1,$zero,64
touch:  sw     $s0,0x840($s0)
        lw     $t0,0x840($s0)
        addu   $s2,$s2,$t0
        lui    $t1,0x1
        addu   $s0,$s0,$t1
        addiu  $s1,$s1,-1
        bne    $s1,$zero,touch
        nop
        addu   $a0,$s2,$zero
        addiu  $v0,$zero,2
        syscall
        lui    $s0,0x0100      ; aliases: half a megabyte further it is the same memory
        lui    $s1,0x0108
        lui    $t0,0x1234
        sw     $t0,0x880($s0)
        lw     $a0,0x880($s1)
        addiu  $v0,$zero,2
        syscall
        ori    $t0,$t0,0x5678
        sw     $t0,0x880($s1)
        lw     $a0,0x880($s0)
        addiu  $v0,$zero,2
        syscall
        lui    $s7,0x40        ; on in the kernel, which knows this number
        ori    $s7,$s7,on-work
        addiu  $v0,$zero,3
        syscall
on:     lui    $s0,0x0200
        lw     $a0,0x10($s0)   ; a page that may be read
        addiu  $v0,$zero,2
        syscall
        lui    $s7,0x40
        ori    $s7,$s7,w1-work
        sw     $zero,0x10($s0) ; but not written
w1:     lui    $s7,0x40
        ori    $s7,$s7,w2-work
        lw     $t0,0x1010($s0) ; its neighbour is not valid
w2:     lw     $a0,0x10($s0)
        addiu  $v0,$zero,2
        syscall
        lui    $s0,0x0210      ; a page of 64 kilobytes
        ori    $s0,$s0,0xc000
        lw     $a0,0x20($s0)
        addiu  $v0,$zero,2
        syscall
        addiu  $v0,$zero,0
        syscall

; pages: in entry 3 a page that may be read, with a neighbour that is not valid; in entry 4 a pair of 64 kilobytes
pages:  addiu  $t0,$zero,5
        mtc0   $t0,$6
        lui    $t0,0x8009
        lui    $t1,0x5a5a
        sw     $t1,0x4010($t0)
        ori    $t1,$t1,0x1111
        lui    $t0,0x8009
        ori    $t0,$t0,0xc020
        lui    $t1,0x6b6b
        sw     $t1,0($t0)
        lui    $t0,0x0200
        mtc0   $t0,$10
        addiu  $t0,$zero,0x2502    ; page 0x94, valid, not dirty
        mtc0   $t0,$2
        mtc0   $zero,$3
        addiu  $t0,$zero,3
        mtc0   $t0,$0
        tlbwi
        addiu  $t0,$zero,0x1e      ; 64 kilobytes
        sll    $t0,$t0,12
        mtc0   $t0,$5
        lui    $t0,0x0210
        mtc0   $t0,$10
        addiu  $t0,$zero,0x2406    ; from page 0x90 on
        mtc0   $t0,$2
        mtc0   $t0,$3
        addiu  $t0,$zero,4
        mtc0   $t0,$0
        tlbwi
        mtc0   $zero,$5
        mtc0   $zero,$10
        beq    $zero,$zero,logged
        mfc0   $t0,$13
