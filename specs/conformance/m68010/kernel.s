; A small operating system: it loads two programs from the disk, gives them the processor in turn by the timer, grows
; their memory when they ask for more, serves their calls, and tells in a transcript what has happened.
;! disk 16
;! program kernel/primes.s block 1
;! program kernel/words.s block 5
        .org 0
        .long 0x8000, start
        .long fault, trapped, trapped, trapped, trapped, trapped
        .long trapped, trapped, trapped, trapped, trapped, trapped
        .long trapped, trapped, trapped, trapped, trapped, trapped
        .long trapped, trapped, trapped, trapped, trapped, trapped
        .long trapped, trapped, trapped, trapped, tick, trapped
        .long exited, putc, putn, yield, trapped, trapped
        .long trapped, trapped, trapped, trapped, trapped, trapped
        .long trapped, trapped, trapped, trapped
        .org 0x100
start:  lea    hello.l,a0
        bsr    puts
        moveq  #1,d5           ; each program has four blocks
        move.l #0x10000,d6
        bsr    load
        moveq  #5,d5
        move.l #0x20000,d6
        bsr    load
        move.b #2,0xfff002.l
        lea    tasks.l,a5
        bsr    quantum
        bra    resume

load:   moveq  #3,d7
load1:  move.l d5,0xfff014.l
        move.l d6,0xfff018.l
        move.b #4,0xfff010.l
        btst   #1,0xfff010.l
        bne    broken
        clr.b  0xfff010.l
        addq.l #1,d5
        addi.l #512,d6
        dbf    d7,load1
        rts
broken: lea    bad.l,a0
        bsr    puts
        bra    over

; the timer runs for 500 instructions
quantum: move.l #500,0xfff008.l
        move.b #2,0xfff004.l
        rts

; A task: 15 registers, the user's stack, status, counter, base, bound, whether it lives
tasks:  .space 64
        .word  0
        .long  0, 0x10000, 0x100
        .word  1
        .space 48
        .space 64
        .word  0
        .long  0, 0x20000, 0x100
        .word  1
        .space 48

; keep: what the program has goes into its task, at a5; the frame goes away
keep:   move.l a5,kept.l
        move.l (sp)+,return.l
        movea.l current.l,a5
        movem.l d0-d7/a0-a6,(a5)
        move.l kept.l,52(a5)
        move.l usp,a0
        move.l a0,60(a5)
        move.w (sp)+,64(a5)
        move.l (sp)+,66(a5)
        move.w (sp)+,frame.l
        btst   #7,frame.l
        beq    kept1
        adda.l #50,sp
kept1:  move.l return.l,-(sp)
        rts

resume: move.l a5,current.l
        move.l 70(a5),0xfff020.l
        move.l 74(a5),0xfff024.l
        clr.w  -(sp)
        move.l 66(a5),-(sp)
        move.w 64(a5),-(sp)
        movea.l 60(a5),a0
        move.l a0,usp
        movem.l (a5),d0-d7/a0-a6
        rte

tick:   bsr    keep
        clr.b  0xfff004.l
        addq.l #1,ticks.l
        bra    switch
yield:  bsr    keep
        bra    switch
; a bus error: 256 bytes more, up to 4096
fault:  bsr    keep
        cmpi.l #4096,74(a5)
        bcc    died
        addi.l #256,74(a5)
        addq.l #1,faults.l
        bra    resume
putc:   move.b d0,0xfff000.l
        rte
putn:   bsr    puthex
        rte
exited: bsr    keep
        lea    bye.l,a0
        bra    ends
trapped: bsr   keep
died:   lea    dead.l,a0
ends:   bsr    puts
        move.l 70(a5),d0
        bsr    puthex
        clr.l  d0
        move.w frame.l,d0
        bsr    puthex
        move.l 66(a5),d0
        bsr    puthex
        bsr    newline
        clr.w  78(a5)
switch: bsr    other
        tst.w  78(a5)
        bne    fresh
        bsr    other
        tst.w  78(a5)
        beq    ended
fresh:  bsr    quantum
        bra    resume
other:  cmpa.l #tasks,a5
        beq    second
        lea    tasks.l,a5
        rts
second: lea    tasks+128.l,a5
        rts
ended:  lea    end.l,a0
        bsr    puts
        move.l ticks.l,d0
        bsr    puthex
        move.l faults.l,d0
        bsr    puthex
        bsr    newline
over:   move.b #1,0xfff003.l
        bra    over
current: .long tasks
kept:   .long 0
return: .long 0
ticks:  .long 0
faults: .long 0
frame:  .word 0
hello:  .asciz "kernel\n"
bad:    .asciz "disk error\n"
dead:   .asciz "killed "
bye:    .asciz "ended "
end:    .asciz "ticks and faults "
        .align 2

; puts: prints the text at a0, up to a 0; uses d0
puts:   move.b (a0)+,d0
        beq    putsx
        move.b d0,0xfff000.l
        bra    puts
putsx:  rts

; puthex: prints d0 as eight hexadecimal digits and a space; keeps everything else
puthex: movem.l d1-d3,-(sp)
        move.l d0,d3
        moveq  #7,d2
hexd:   rol.l  #4,d3
        move.l d3,d1
        andi.w #15,d1
        cmpi.w #10,d1
        bcs    hexs
        addq.w #7,d1
hexs:   addi.w #48,d1
        move.b d1,0xfff000.l
        dbf    d2,hexd
        move.b #32,0xfff000.l
        movem.l (sp)+,d1-d3
        rts
newline: move.b #10,0xfff000.l
        rts
