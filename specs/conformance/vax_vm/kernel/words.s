; Prints its lines, computing between the characters, and then does what it may not.
        .org 0
        movl   s^#6,r5
line:   movl   i^#text,r4
char:   movzbl (r4)+,r0
        beql   ended
        pushl  r0
        chmk   s^#1
        movl   i^#100,r2
busy:   sobgtr r2,busy
        tstl   (sp)+
        brb    char
ended:  chmk   s^#3
        sobgtr r5,line
        halt
text:   .asciz "one word more\n"
