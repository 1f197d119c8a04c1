; Tries to get out: wild addresses and segments, vectors to nowhere, blocks and buffers that are not its own, addresses without end;
; and at last it keeps the processor to itself, with interrupts off. The monitor and its neighbours must not notice.
;! disk 2
;! steps 20000
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
; all of memory, whatever the machine has, is overwritten from the program's end on, in strides
        movei ac1,end
        seto ac2,0
wild:   movem ac2,0(ac1)
        addi ac1,1021
        caige ac1,0x3ffff
        jrst wild
        movem ac2,0x3ffff
        move ac1,0x3ffff
        jsp  ac17,putoct
        jsp  ac17,newline
; segments anywhere
        movei ac10,0
attack: move ac1,segments(ac10)
        datao 0,1
        movei ac1,3
        movem ac1,tries
user:   jrst 2,@enter
over:   addi ac10,1
        caige ac10,6
        jrst attack
; every block that there could be, to and from the worst places
        movei ac4,1
disks:  hrlz ac1,4
        movei ac2,0x3ffe0
        add  ac2,4
        hrr  ac1,2
        datao 30,1
        cono 30,0x60
        coni 30,1
        jsp  ac17,putoct
        cono 30,0x20
        coni 30,1
        jsp  ac17,putoct
        lsh  ac4,1
        caige ac4,0x20000
        jrst disks
        jsp  ac17,newline
        cono 20,0o777777      ; all devices at once, with all their bits
        cono 30,0o777777
        cono 0,0o777770
        blko 0,segments
        datai 0,1
        movei ac2,'!'
        cono 20,0
        datao 20,2
        cono 1,0o11577        ; no interrupts
        movei ac1,4000        ; for long
        sojg ac1,.
        jrst 4,start
enter:  .unit 0o010000 << 18 | 16
segments: .unit 255 << 28 | 255 << 10
        .unit 255 << 28 | 128 << 10
        .unit 0 << 28 | 255 << 19 | 255 << 10 | 255 << 1
        .unit 3 << 28 | 255 << 10
        .unit 7 << 28 | 40 << 10
        .unit -1

; condition: the program was refused, or has nothing to fetch; the next segments
condition: .unit 0
        move ac1,condition
        jsp  ac17,putoct
        jsp  ac17,newline
        cono 0,0o620031
        sosge ac0,tries
        jrst done
        jrst 10,@condition
done:   jrst 12,@leave
leave:  .unit over
tries:  .unit 0

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
        sosge ac0,tries
        jrst over
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
end:    .unit 0
