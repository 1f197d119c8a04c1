; Interrupts: masked they wait, and come by their priority; one of a higher channel comes into a handler; clock, console and disk.
;! input a
;! disk 2
        .org 0x22
        jsr  ac0,one
        .unit 0
        jsr  ac0,two
        .unit 0
        jsr  ac0,three
        .unit 0
        jsr  ac0,four
        .unit 0
        jsr  ac0,five
        .unit 0
        jsr  ac0,six
        .unit 0
        jsr  ac0,seven
        .org 0x200
start:  datao 0,window
        cono 0,0o4000         ; no clock yet
        cono 1,0o2177         ; all channels on, the system off
        cono 1,0o4024         ; 3 and 5 are asked for: nothing happens
        movei ac5,1
        cono 1,0o200          ; now the system is on: 3, and then 5, which lets 2 in
        movei ac5,2
        movei ac5,3
        cono 1,0o1020         ; 3 is off: a request for it comes all the same
        cono 1,0o4020
        movei ac5,4
        cono 1,0o2020
; the console, that has printed, and then one that is typed on
        cono 20,0o17
        movei ac5,5
        movei ac5,6
; the disk
        movei ac1,buffer
        hrli ac1,1
        datao 30,1
        cono 30,0x26
        movei ac5,7
        movei ac5,8
        cono 30,0
; the clock, in user mode
        movei ac5,0
        cono 0,0o2004
        jrst 1,count
count:  aoja ac5,count
window: .unit 15 << 28

one:    .unit 0
        jrst 4,one            ; not expected
two:    .unit 0
        movem ac17,keep2
        move ac1,two
        movei ac4,'2'
        jsp  ac17,tell
        move ac17,keep2
        jrst 10,@two
keep2:  .unit 0
three:  .unit 0
        move ac1,three
        movei ac4,'3'
        jsp  ac17,tell
        jrst 10,@three
four:   .unit 0
        move ac1,four
        movei ac4,'4'
        jsp  ac17,tell
        move ac1,5
        jsp  ac17,putoct
        cono 0,0o1004         ; the tick is over
        sosg ac0,rounds
        jrst 4,four
        jrst 10,@four
five:   .unit 0
        move ac1,five
        movei ac4,'5'
        jsp  ac17,tell
        cono 1,0o4040         ; 2 comes at once
        movei ac4,'!'
        datao 20,4
        jrst 10,@five
six:    .unit 0
        move ac1,six
        movei ac4,'6'
        jsp  ac17,tell
        coni 30,status
        move ac1,status
        jsp  ac17,putoct
        cono 30,6             ; it is not pending any more
        jrst 10,@six
seven:  .unit 0
        cono 20,0o207         ; done is taken away
        move ac1,seven
        movei ac4,'7'
        jsp  ac17,tell
        coni 20,status
        move ac1,status
        jsp  ac17,putoct
        datai 20,status       ; what was typed
        move ac1,status
        jsp  ac17,putoct
        cono 20,0o200
        jrst 10,@seven
rounds: .unit 2
status: .unit 0

; tell: which channel, the flags and the PC in ac1, and how far the program was; returns to ac17
tell:   movem ac17,back
        datao 20,4
        movei ac2,' '
        datao 20,2
        jsp  ac17,putoct
        move ac1,5
        jsp  ac17,putoct
        movei ac2,10
        datao 20,2
        move ac17,back
        jrst 0(ac17)
back:   .unit 0
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
buffer: .space 128
