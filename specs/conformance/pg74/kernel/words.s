; Prints its lines, computing between the characters, and then does what it may not.
        .org 0
        li   r0,0
        li   r5,0
line:   la   r4,text
char:   ld   r1,0(r4)
        beq  r1,r0,ended
        svc  1
        li   r2,700
busy:   addi r2,r2,-1
        bne  r2,r0,busy
        addi r4,r4,1
        jmp  char
ended:  svc  3
        addi r5,r5,1
        li   r1,12
        bltu r5,r1,line
        halt
text:   .asciz "one word more\n"
