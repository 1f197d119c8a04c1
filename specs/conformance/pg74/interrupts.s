; Interrupts: masked they wait, and come when they are let in, by their priority; the handler starts the timer again.
;! input a
;! disk 2
        .org 4
        .unit 0, handler, 0, 0x1000000
start:  li   r0,0

; the timer runs out while interrupts are off: it is pending, and nothing happens
        li   r1,20
        out  r1,timer
        li   r1,2
        out  r1,timer_status
        li   r1,200
        call r7,delay
        in   r1,timer_status
        call r7,puthex
; now it is let in: it comes at once, before the next instruction
        li   r5,1             ; what comes next, for the handler to log
        ei
        li   r5,2
        li   r5,3
        di

; disk, timer and console call at the same time: timer first, then disk, then console
        li   r1,1
        out  r1,timer
        li   r1,2
        out  r1,timer_status
        out  r0,disk_block
        la   r1,buffer
        out  r1,disk_address
        li   r1,4
        out  r1,disk_status
        li   r1,50
        call r7,delay
        li   r5,4
        ei
        li   r5,5
        li   r5,6
        di

; in user mode, with interrupts on: the timer comes seven times, started again by its handler each time
        li   r1,7
        st   r1,rounds
        li   r1,100
        out  r1,timer
        li   r1,2
        out  r1,timer_status
        lpsw user
user:   .unit 0xc0000000, work, 0, 0x4000
work:   li   r5,0
count:  addi r5,r5,1
        jmp  count

; nothing of the program may be lost: all registers are put back
handler:
        st   r1,saved
        st   r2,saved+1
        st   r3,saved+2
        st   r4,saved+3
        st   r5,saved+4
        st   r6,saved+5
        st   r7,saved+6
        li   r6,0             ; what called: the cause, where, and the program's r5
        ld   r1,0(r6)
        call r7,puthex
        ld   r1,1
        call r7,puthex
        ld   r1,saved+4
        call r7,puthex
        li   r2,10
        out  r2,console_data
        ld   r1,0
        shri r1,r1,24
        andi r1,r1,63
        li   r2,16
        beq  r1,r2,tick
        li   r2,17
        beq  r1,r2,disk
        li   r2,18
        beq  r1,r2,key
        halt                  ; a trap: not expected
tick:   out  r0,timer_status
        ld   r2,rounds
        beq  r2,r0,back
        addi r2,r2,-1
        st   r2,rounds
        beq  r2,r0,finish
        li   r1,100
        out  r1,timer
        li   r1,2
        out  r1,timer_status
        jmp  back
disk:   in   r1,disk_status
        call r7,puthex
        out  r0,disk_status
        jmp  back
key:    in   r1,console_data
        call r7,puthex
back:   ld   r1,saved
        ld   r2,saved+1
        ld   r3,saved+2
        ld   r4,saved+3
        ld   r5,saved+4
        ld   r6,saved+5
        ld   r7,saved+6
        lpsw 0
finish: halt
; delay: r1 rounds of three instructions
delay:  addi r1,r1,-1
        bne  r1,r0,delay
        ret  r7
rounds: .unit 0
saved:  .space 7
buffer: .space 128

; puthex: prints r1 as eight hexadecimal digits and a space; uses r1 to r4, returns to r7
puthex: li   r3,8
digit:  shri r2,r1,28
        shli r1,r1,4
        li   r4,10
        bltu r2,r4,small
        addi r2,r2,7
small:  addi r2,r2,48
        out  r2,console_data
        li   r4,1
        sub  r3,r3,r4
        bne  r3,r0,digit
        li   r2,32
        out  r2,console_data
        ret  r7

