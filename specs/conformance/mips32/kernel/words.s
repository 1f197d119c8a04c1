; Prints its lines, computing between the characters.
        .org 0x410000
        addiu  $s5,$zero,4
line:   lui    $s4,0x41
        ori    $s4,$s4,text-0x410000
char:   lbu    $a0,0($s4)
        beq    $a0,$zero,ended
        nop
        addiu  $v0,$zero,1
        syscall
        addiu  $s2,$zero,300
busy:   addiu  $s2,$s2,-1
        bne    $s2,$zero,busy
        nop
        beq    $zero,$zero,char
        addiu  $s4,$s4,1
ended:  addiu  $s5,$s5,-1
        bne    $s5,$zero,line
        nop
        addiu  $v0,$zero,3
        syscall
text:   .asciz "one word more\n"
