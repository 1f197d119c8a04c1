; Prints its lines, computing between the characters, and then does what it may not.
        .org 0
        moveq  #11,d5
line:   lea    text.w,a4
char:   move.b (a4)+,d0
        beq    ended
        trap   #1
        move.w #700,d2
busy:   dbf    d2,busy
        bra    char
ended:  trap   #3
        dbf    d5,line
        stop   #0x2700
text:   .asciz "one word more\n"
