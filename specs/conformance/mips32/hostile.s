; Tries to get out: wild addresses, bad mappings, blocks and buffers that are not its own; and at last it keeps the
; processor to itself, with interrupts off. The monitor and its neighbours must not notice.
;! disk 2
;! steps 300000
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
logged: mfc0   $t2,$8          ; a jump into the kernel ends the user
        lui    $t3,0x8000
        ori    $t3,$t3,0x180
        beq    $t2,$t3,devices
        nop
        lui    $t2,0xb000      ; the lines that ask for an interrupt are left out
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
main:   lui    $t0,0xa010      ; memory is overwritten, in strides, up to where nothing answers
        addiu  $t1,$zero,-1
        lui    $s7,0x8000
        ori    $s7,$s7,reached
wild:   sw     $t1,0($t0)
        addiu  $t0,$t0,0x7ffc
        lui    $t2,0xa800
        sltu   $t2,$t0,$t2
        bne    $t2,$zero,wild
        nop
reached: addu  $a0,$t0,$zero
        jal    puthex>>2
        nop
; entries that map all of the user's space to places beyond memory
        addu   $s1,$zero,$zero
        lui    $t0,0x0300
        mtc0   $t0,$10
maps:   lui    $t0,0x03ff
        ori    $t0,$t0,0xffff
        mtc0   $t0,$2
        lui    $t0,0x0060
        ori    $t0,$t0,0x0007
        mtc0   $t0,$3
        mtc0   $s1,$0
        tlbwi
        mfc0   $t0,$10
        addiu  $t0,$t0,0x2000
        mtc0   $t0,$10
        addiu  $s1,$s1,1
        sltiu  $t0,$s1,12
        bne    $t0,$zero,maps
        nop
        mtc0   $zero,$10
        lui    $a0,0x8000
        ori    $a0,$a0,below
        addiu  $a1,$zero,18
        addiu  $a2,$zero,48
        j      user>>2
        nop

below:  lui    $s0,0x0300
        addiu  $s1,$zero,12
raid:   lui    $s7,0x40
        ori    $s7,$s7,raid1-below
        sw     $s1,0($s0)
raid1:  lui    $s7,0x40
        ori    $s7,$s7,raid2-below
        lw     $a0,0x1000($s0)
raid2:  addiu  $s0,$s0,0x2000
        addiu  $s1,$s1,-1
        bne    $s1,$zero,raid
        nop
        lui    $s7,0x8000      ; into the kernel, which is not where a user can go
        ori    $s7,$s7,0x180
        jr     $s7
        nop

; every block that there could be, to and from the worst places
devices: jal   newline>>2
        nop
        addiu  $s0,$zero,1
        addiu  $s1,$zero,-256
        addiu  $s3,$zero,20
disks:  lui    $t8,0xbf00
        sw     $s0,0x500($t8)
        sw     $s1,0x504($t8)
        addiu  $t0,$zero,12
        sb     $t0,0x508($t8)
        lbu    $a0,0x508($t8)
        jal    puthex>>2
        nop
        addiu  $t0,$zero,4
        sb     $t0,0x508($t8)
        lbu    $a0,0x508($t8)
        jal    puthex>>2
        nop
        sll    $s0,$s0,1
        addiu  $s1,$s1,64
        addiu  $s3,$s3,-1
        bne    $s3,$zero,disks
        nop
        addiu  $a0,$zero,33
        jal    put>>2
        nop
        mtc0   $zero,$12
spin:   beq    $zero,$zero,spin
        nop
