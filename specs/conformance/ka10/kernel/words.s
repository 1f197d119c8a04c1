; Prints its lines, computing between the characters, and then does what it may not.
        .org 16
        movei ac5,4
line:   movei ac4,text
char:   skipn ac1,0(ac4)
        jrst ended
        muuo 41,ac0,0(ac1)
        movei ac2,600
        sojg ac2,.
        aoja ac4,char
ended:  muuo 43,ac0,0
        sojg ac5,line
        jrst 4,0
text:   .asciz "one word more\n"
