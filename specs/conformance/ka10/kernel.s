; A small operating system: it loads two programs from the disk, gives them the processor in turn by the clock, grows
; their memory when they ask for more, serves their calls, and tells in a transcript what has happened.
;! disk 4
;! program kernel/primes.s block 1
;! program kernel/words.s block 2
        .org 0x20
        .unit 0
        jsr  ac0,call
        .org 0x2e
        jsr  ac0,asked        ; channel 7
        .org 0x30
        .unit 0
        jsr  ac0,unassigned
        .org 0x200
start:  movei ac1,hello
        jsp  ac17,puts
        movei ac4,1
        movei ac5,0x2010
        jsp  ac16,load
        movei ac4,2
        movei ac5,0x3010
        jsp  ac16,load
        cono 0,0o3007         ; the clock, and memory that is refused
        cono 1,0o2377
        jrst switch

; load: block ac4 to ac5; returns to ac16
load:   hrlz ac1,4
        hrr  ac1,5
        datao 30,1
        cono 30,0x20
        consz 30,0x10
        jrst unread
        cono 30,0
        jrst 0(ac16)
unread: movei ac1,bad
        jsp  ac17,puts
        jrst 4,start

; A task: its flags and PC, its segments, whether it lives, its name, its accumulators. Programs start at 16, in one unit.
tasks:  .unit 0o010000 << 18 | 16, 8 << 10, 1, primes
        .space 16
        .unit 0o010000 << 18 | 16, 12 << 10, 1, words
        .space 16
size = 20
current: .unit size
due:    .unit 0               ; the clock has ticked while the executive ran

; save: the task that runs gets its accumulators, of which ac17 is in kept, and its flags and PC, in where; ac6 becomes the task;
; returns to ac17
save:   movem ac17,return
        move ac17,current
        addi ac17,tasks + 4
        movem ac0,0(ac17)
        movem ac1,1(ac17)
        movei ac1,2(ac17)
        hrli ac1,2
        blt  ac1,14(ac17)
        move ac1,kept
        movem ac1,15(ac17)
        movei ac6,-4(ac17)
        move ac1,where
        movem ac1,0(ac6)
        move ac17,return
        jrst 0(ac17)
kept:   .unit 0
where:  .unit 0
return: .unit 0

; Calls: 40 ends, 41 prints a character, 42 a number, 43 gives the processor up. Whatever else comes here ends the task.
call:   .unit 0
        movem ac17,kept
        move ac17,call
        movem ac17,where
        jsp  ac17,save
        hrrz ac1,0x20         ; the effective address
        move ac2,0x20
        lsh  ac2,-27
        cain ac2,0o40
        jrst exit
        cain ac2,0o41
        jrst putc
        cain ac2,0o42
        jrst putn
        cain ac2,0o43
        jrst switch
        jrst died
putc:   datao 20,1
        jrst resume
putn:   jsp  ac17,putoct
        jrst resume
unassigned: .unit 0
        movem ac17,kept
        move ac17,unassigned
        movem ac17,where
        jsp  ac17,save
died:   movei ac1,dead
        jsp  ac17,puts
        hrrz ac1,0(ac6)
        jsp  ac17,putoct
        jrst gone
exit:   movei ac1,bye
        jsp  ac17,puts
gone:   move ac1,3(ac6)
        jsp  ac17,puts
        setzm ac0,2(ac6)

; the other task, if it lives
switch: setzm ac0,due
        jsp  ac17,other
        skipe ac0,2(ac6)
        jrst go
        jsp  ac17,other
        skipe ac0,2(ac6)
        jrst go
        movei ac1,end
        jsp  ac17,puts
        move ac1,ticks
        jsp  ac17,putoct
        move ac1,faults
        jsp  ac17,putoct
        movei ac1,line
        jsp  ac17,puts
        jrst 4,start
other:  movei ac6,size
        sub  ac6,current
        movem ac6,current
        addi ac6,tasks
        jrst 0(ac17)

resume: skipe ac0,due
        jrst switch
go:     datao 0,1(ac6)
        move ac1,0(ac6)
        movem ac1,leave
        movsi ac17,4(ac6)
        blt  ac17,14
        move ac17,current
        move ac17,tasks + 19(ac17)
        jrst 10,@leave        ; the interrupt, if it was one, is over
leave:  .unit 0

; Channel 7: memory that was refused, or the clock. A tick while the executive runs is kept for later.
asked:  .unit 0
        movem ac17,mine
        move ac17,asked
        tlnn ac17,0o010000
        jrst late
        movem ac17,where
        move ac17,mine
        movem ac17,kept
        jsp  ac17,save
        consz 0,0o20000
        jrst fault
        cono 0,0o1007
        aos  ac0,ticks
        jrst switch
late:   cono 0,0o1007
        aos  ac0,ticks
        aos  ac0,due
        move ac17,mine
        jrst 10,@asked
mine:   .unit 0
; one unit more, up to four, and the instruction, which counts as done, again
fault:  cono 0,0o20007
        aos  ac0,faults
        move ac1,1(ac6)
        lsh  ac1,-28
        cail ac1,3
        jrst died
        move ac1,unit
        addm ac1,1(ac6)
        sos  ac0,0(ac6)
        jrst go
unit:   .unit 1 << 28
ticks:  .unit 0
faults: .unit 0

hello:  .asciz "kernel\n"
bad:    .asciz "disk error\n"
dead:   .asciz "killed "
bye:    .asciz "ended "
end:    .asciz "ticks and faults "
primes: .asciz "primes\n"
words:  .asciz "words\n"
line:   .asciz "\n"

; puts: prints the text at ac1; uses ac1 and ac2, returns to ac17
puts:   skipn ac2,0(ac1)
        jrst 0(ac17)
        datao 20,2
        aoja ac1,puts

; putoct: prints the right half of ac1 as six octal digits and a space; uses ac1 to ac3, returns to ac17
putoct: movei ac3,6
        rot  ac1,18
digit:  rot  ac1,3
        move ac2,1
        andi ac2,7
        addi ac2,'0'
        datao 20,2
        sojg ac3,digit
        movei ac2,' '
        datao 20,2
        jrst 0(ac17)
