; Everything that leaves a program: calls, unassigned codes, its own calls, refused memory, overflows, addresses without end.
        .org 0x20
        .unit 0
        jsr  ac0,handler
        jsr  ac0,condition    ; channel 1
        .org 0x30
        .unit 0
        jsr  ac0,unassigned
        .org 0x200
start:  datao 0,window
        cono 0,0o21           ; conditions of the processor interrupt on channel 1, overflow among them
        cono 1,0o2300         ; which is on
        luuo 1,ac4,0o777      ; the executive's own
        jsp  ac16,calls       ; as the executive
        jrst 2,@user
user:   .unit 0o010000 << 18 | below
below:  jsp  ac16,calls       ; and as the user
        move ac1,0x1fff       ; the last word that is there
        move ac1,0x2000       ; and the first that is not
        movem ac1,0x2000
        aos  ac1,0x2000
        move ac1,0x3ffff
        addm ac1,0x20000
        exch ac1,0x2000
        jsr  ac0,0x2000
        blt  ac1,0x1000
        muuo 50,ac2,@first    ; through two words
        movei ac1,3
        muuo 51,ac2,5(ac1)
        jrst 0x2001           ; nothing can be fetched there
back:   muuo 77,ac0,0
window: .unit 7 << 28
first:  .unit 1 << 22 | second
second: .unit 0o1234

; calls: what may happen in either mode; returns to ac16
calls:  muuo 0,ac3,0o4321
        muuo 60,ac0,0
        unassigned 0,ac1,2    ; octal 100
        unassigned 247,ac1,2
        hrloi ac1,0o377777    ; arithmetic overflow
        addi ac1,1
        muuo 62,ac1,0
        movsi ac1,0o400000
        movn ac2,1
        hrloi ac3,0o377777
        aoj  ac3,nowhere
nowhere: move ac5,full        ; a list that is full, and one that is empty
        push ac5,1
        move ac5,empty
        pop  ac5,2
        jfcl 15,flags         ; the flags are clear: the handler has cleared them
        muuo 63,ac1,0
flags:  muuo 64,ac1,0
        xct  ac0,inner        ; executes one that executes one that calls
        jrst 0(ac16)
inner:  xct  ac0,call
call:   muuo 65,ac6,7
full:   .unit 0o777777 << 18 | area
empty:  .unit 0 << 18 | area
area:   .space 4

; condition: the processor has asked; its status is logged and cleared
condition: .unit 0
        movem ac17,saved+15
        movei ac17,saved
        blt  ac17,saved+14
        coni 0,status
        move ac1,status
        jsp  ac17,putoct
        move ac1,condition
        jsp  ac17,putoct
        jsp  ac17,newline
        cono 0,0o420031       ; pushdown overflow, protection and overflow are over
        movsi ac2,0o400000    ; and so it is in the flags that come back
        andcam ac2,condition
        hrrz ac1,condition
        movei ac2,back
        cail ac1,0x2000       ; where nothing can be fetched it goes on elsewhere
        hrrm ac2,condition
        movsi ac17,saved
        blt  ac17,14
        move ac17,saved+15
        jrst 10,@condition
status: .unit 0

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
