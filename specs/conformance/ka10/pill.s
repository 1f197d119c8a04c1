; Does it run under a monitor? Whatever completes in user mode is tried, in all modes; under a monitor nothing must come out
; otherwise: not the flags that calls save, not the place, not the segments, not what lies around the program.
        .org 0x20
        .unit 0
        jsr  ac0,handler
        jsr  ac0,condition
        .org 0x30
        .unit 0
        jsr  ac0,unassigned
        .org 0x200
start:  datao 0,window
        cono 0,1              ; what is refused is passed over
        cono 1,0o2300
        jsp  ac16,probe       ; as the executive
        muuo 40,ac0,0
        jrst 3,@userio
userio: .unit 0o014000 << 18 | inout
inout:  jsp  ac16,probe
        muuo 41,ac0,0
        jrst 2,@plain
plain:  .unit 0o010000 << 18 | below
below:  jsp  ac16,probe
        muuo 42,ac0,0
        move ac1,0x2000       ; what lies behind its segment
        movem ac1,0x2000
        move ac1,0x3ffff
        coni 0,1              ; and what it may not ask for
        datai 0,1
        muuo 77,ac0,0
window: .unit 7 << 28
condition: .unit 0
        cono 0,0o20001
        jrst 10,@condition

; probe: what can be asked: flags and PC by four calls, a checksum of all memory, code that changes itself; returns to ac16.
; It tells by calls with an address, 18 bits at a time.
probe:  jsp  ac5,here
here:   movem ac5,results
        jsr  ac0,results+1
behind: move ac7,list
        pushj ac7,next
next:   move ac1,0(ac7)
        movem ac1,results+3
        jsa  ac5,results+4
after:  movem ac5,results+6
        movei ac1,0           ; the checksum, results and what the executive keeps aside
        movei ac2,0x200
around: cain ac2,results
        addi ac2,9
        cain ac2,unassigned
        movei ac2,0x600
        rot  ac1,5
        add  ac1,0(ac2)
        addi ac2,1
        caige ac2,0x700
        jrst around
        movem ac1,results+7
        movei ac1,77
        hrrm ac1,patched
patched: movei ac2,1
        movem ac2,results+8
        movei ac2,1
        hrrm ac2,patched
        movei ac6,0
say:    hlrz ac1,results(ac6)
        muuo 50,ac0,0(ac1)
        hrrz ac1,results(ac6)
        muuo 51,ac0,0(ac1)
        addi ac6,1
        caige ac6,9
        jrst say
        jrst 0(ac16)
list:   .unit 0o777770 << 18 | area
area:   .space 4
results: .unit 0, 0
        jrst behind
        .unit 0, 0
        jrst after
        .unit 0, 0, 0

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
