; Input and output, and the jumps that belong to the executive: there their results, from user mode their traps, and in user
; in-out mode their results again.
;! input xy
;! disk 4
        .org 0x20
        .unit 0
        jsr  ac0,handler
        .org 0x30
        .unit 0
        jsr  ac0,unassigned
        .org 0x200
start:  datao 0,window
        jsp  ac16,probe       ; as the executive
        muuo 40,ac1,0
        jrst 3,@userio        ; as a user who may
userio: .unit 0o014000 << 18 | inout
inout:  jsp  ac16,probe
        muuo 41,ac1,0
        jrst 2,@plain         ; and who gives that up
plain:  .unit 0o010000 << 18 | below
below:  muuo 42,ac1,0
        cono 0,0o20000        ; all of these trap
        coni 0,result
        datao 0,window
        datai 0,result
        cono 1,0x1ff
        coni 1,result
        conso 1,0x80
        consz 1,0x80
        datao 20,result
        datai 20,result
        cono 20,3
        coni 20,result
        datao 30,result
        cono 30,0x20
        blki 20,pointer
        blko 20,pointer
        jrst 4,below
        jrst 6,@plain
        jrst 8,below
        jrst 10,@plain
        jrst 12,below
        jrst 1,still          ; this one only jumps
        muuo 43,ac1,0
still:  muuo 44,ac1,0
        jrst 3,@inside        ; and nobody lets himself in
inside: .unit 0o014000 << 18 | last
last:   cono 0,0
        muuo 77,ac0,0
window: .unit 15 << 28

; probe: uses all that may be used, and prints what it reads; returns to ac16
probe:  coni 0,result
        move ac1,result
        jsp  ac17,putoct
        cono 0,0o02021        ; the clock's interrupt, on overflow too, on channel 1
        coni 0,result
        move ac1,result
        jsp  ac17,putoct
        cono 0,0o04040        ; and not any more, on none
        coni 1,result
        move ac1,result
        jsp  ac17,putoct
        cono 1,0o2125         ; some channels on, the system off
        coni 1,result
        move ac1,result
        jsp  ac17,putoct
        conso 1,0o1           ; skips
        jsp  ac17,newline
        consz 1,0o2           ; skips too
        jsp  ac17,newline
        cono 1,0o1177         ; all channels off
        coni 1,result
        move ac1,result
        jsp  ac17,putoct
        cono 20,5
        coni 20,result
        move ac1,result
        jsp  ac17,putoct
        datai 20,result
        move ac1,result
        jsp  ac17,putoct
        cono 20,0
        movei ac1,3
        hrlzm ac1,result
        movei ac1,buffer
        hrrm ac1,result
        datao 30,result
        datai 30,result
        move ac1,result
        jsp  ac17,putoct
        cono 30,0x26          ; the block is read
        coni 30,result
        move ac1,result
        jsp  ac17,putoct
        cono 30,0
        move ac1,list
        movem ac1,pointer
print:  blko 20,pointer
        jrst printed
        jrst print
printed: datai 0,result
        move ac1,result
        jsp  ac17,putoct
        datao 0,window
        jsp  ac17,newline
        jrst 0(ac16)
list:   .unit 0o777774 << 18 | text - 1
pointer: .unit 0
text:   .ascii "abcd"
result: .unit 0
buffer: .space 128

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
