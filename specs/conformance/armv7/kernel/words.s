; Prints its lines, computing between the characters, and gives the processor away after each.
        .org   0x400000
        mov    r4,#4
line:   add    r5,pc,#text-.-8
char:   ldrb   r0,[r5],#1
        cmp    r0,#0
        beq    ended
        svc    #1
        movw   r6,#300
busy:   subs   r6,r6,#1
        bne    busy
        b      char
ended:  svc    #3
        subs   r4,r4,#1
        bne    line
        svc    #0
text:   .asciz "one word more\n"
