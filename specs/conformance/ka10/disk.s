; Reads and writes blocks, finds out what is refused, and echoes what is typed. A block has 128 words.
;! input three lines\nof text\nend\n
;! disk 4
        .org 0x20
        .unit 0
        jsr  ac0,handler
        .org 0x30
        .unit 0
        jsr  ac0,unassigned
        .org 0x200
start:  movei ac5,127         ; a pattern of all bits, to block 2
fill:   move ac1,pattern
        rot  ac1,0(ac5)
        movem ac1,buffer(ac5)
        sojge ac5,fill
        movei ac4,2
        movei ac6,buffer
        movei ac7,0x60
        jsp  ac16,transfer
        movei ac6,other       ; and back to another place
        movei ac7,0x20
        jsp  ac16,transfer
        movei ac5,127
        movei ac1,0
sum:    rot  ac1,1
        add  ac1,other(ac5)
        sojge ac5,sum
        jsp  ac17,putoct
        movei ac4,4           ; a block that there is not
        jsp  ac16,transfer
        movei ac4,0x3ffff
        jsp  ac16,transfer
        movei ac4,1           ; memory that there is not
        movei ac6,0x3ff00
        jsp  ac16,transfer
        jsp  ac17,newline
echo:   consz 20,0x20         ; has something been typed?
        jrst typed
        aoj  ac5,0
        caige ac5,2000
        jrst echo
        jrst 4,start
typed:  datai 20,1
        movei ac5,0
        datao 20,1
        jrst echo

; transfer: block ac4, memory at ac6, ac7 for CONO; prints the status; returns to ac16
transfer: hrlz ac1,4
        hrr  ac1,6
        datao 30,1
        cono 30,0(ac7)
        coni 30,1
        cono 30,0
        jsp  ac17,putoct
        jrst 0(ac16)

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

pattern: .unit 0o731527103614
buffer: .space 128
other:  .space 128
