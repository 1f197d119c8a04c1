; The executive moves its users about: one program at several places, segments that grow when they are met, two windows on the same
; words, and a high segment that is only read.
        .org 0x20
        .unit 0
        jsr  ac0,handler
        jsr  ac0,condition
        .org 0x30
        .unit 0
        jsr  ac0,unassigned
        .org 0x200
start:  cono 0,1
        cono 1,0o2300
        movei ac10,8          ; the place, in units of 1024 words
again:  move ac1,0o10         ; a copy of the program goes there, to its address 16
        lsh  ac1,10
        addi ac1,16
        movei ac2,body
        hrl  ac1,2
        move ac2,0o10
        lsh  ac2,10
        blt  ac1,80(ac2)
        move ac1,0o10         ; low segment: one unit, at this place
        lsh  ac1,10
        movem ac1,segments
        datao 0,segments
        jrst 2,@enter
next:   addi ac10,3
        caige ac10,20
        jrst again
; the second place once more, with the first one as its high segment, which is only read
        movei ac1,view
        movem ac1,phase
        move ac1,shared
        movem ac1,segments
        datao 0,segments
        movei ac1,view - body + 16
        hrrm ac1,enter
        jrst 2,@enter
enter:  .unit 0o010000 << 18 | 16
shared: .unit 1 << 28 | 0x80 << 19 | 1 << 18 | 11 << 10 | 0x88 << 1
segments: .unit 0
unit:   .unit 1 << 28
phase:  .unit 0

; The program, which runs at 16: it writes far beyond its first unit, and sums that up.
body:   movei ac1,500
        movei ac2,0
fill:   movem ac1,0(ac1)
        add  ac2,0(ac1)
        addi ac1,300
        caige ac1,6000
        jrst fill - body + 16
        muuo 50,ac0,0(ac2)
        muuo 70,ac0,0
; and what it does with a high segment
view:   move ac2,0x20000 + 500
        muuo 51,ac0,0(ac2)
        move ac2,0x20000 + 800
        muuo 52,ac0,0(ac2)
        movem ac2,0x20000 + 500
        aos  ac0,0x20000 + 800
        move ac2,0x20000 + 1024
        move ac2,2047
        muuo 53,ac0,0(ac2)
        move ac2,2048
        muuo 77,ac0,0

; condition: memory was refused. The low segment grows, and the instruction is tried again; later it is only told.
condition: .unit 0
        movem ac17,saved+15
        movei ac17,saved
        blt  ac17,saved+14
        move ac1,condition
        jsp  ac17,putoct
        move ac1,segments
        jsp  ac17,putoct
        jsp  ac17,newline
        cono 0,0o20001
        skipe ac0,phase
        jrst leave
        move ac1,unit
        addm ac1,segments
        datao 0,segments
        sos  ac0,condition
leave:  movsi ac17,saved
        blt  ac17,14
        move ac17,saved+15
        jrst 10,@condition

; Every call and every refused instruction is logged: the word that has stored itself, and flags and PC. The call with code 77
; halts; after everything else the next instruction comes.
unassigned: .unit 0
        movem ac1,kept
        move ac1,unassigned
        movem ac1,handler
        move ac1,0x30
        movem ac1,0x20
        move ac1,kept
        jrst logged
handler: .unit 0
logged: movem ac17,saved+15
        movei ac17,saved
        blt  ac17,saved+14
        move ac1,0x20
        jsp  ac17,putoct
        move ac1,handler
        jsp  ac17,putoct
        jsp  ac17,newline
        move ac1,0x20
        lsh  ac1,-27
        cain ac1,0o77
        jrst 4,handler
        cain ac1,0o70
        jrst next
        movsi ac17,saved
        blt  ac17,14
        move ac17,saved+15
        jrst 2,@handler
kept:   .unit 0
saved:  .space 16

; putoct: prints ac1 as twelve octal digits and a space; uses ac1 to ac3, returns to ac17
putoct: movei ac3,12
digit:  rot  ac1,3
        move ac2,1
        andi ac2,7
        addi ac2,'0'
        datao 20,2
        sojg ac3,digit
        movei ac2,' '
        datao 20,2
        jrst 0(ac17)
newline: movei ac2,10
        datao 20,2
        jrst 0(ac17)
