; A small operating system: it loads two programs from the disk, gives them the processor in turn by the timer, grows
; their memory when they ask for more, serves their calls, and tells in a transcript what has happened.
;! disk 16
;! program kernel/primes.s block 1
;! program kernel/words.s block 5
        .org 4
        .unit 0, handler, 0, 0x1000000
start:  li   r0,0
        la   r1,hello
        call r7,puts
        li   r5,1             ; each program has four blocks
        li   r6,0x4000
        call r7,load
        li   r5,5
        li   r6,0x8000
        call r7,load
        li   r1,0
        st   r1,current
        call r7,quantum
        jmp  dispatch

; load: four blocks from r5 on to memory at r6
load:   st   r7,return
        li   r4,4
load1:  out  r5,disk_block
        out  r6,disk_address
        li   r1,4
        out  r1,disk_status
        in   r1,disk_status
        out  r0,disk_status
        andi r1,r1,2
        bne  r1,r0,broken
        addi r5,r5,1
        addi r6,r6,128
        addi r4,r4,-1
        bne  r4,r0,load1
        ld   r7,return
        ret  r7
broken: la   r1,bad
        call r7,puts
        halt

; quantum: the timer runs for 500 instructions
quantum: li  r1,500
        out  r1,timer
        li   r1,2
        out  r1,timer_status
        ret  r7

; A task: its status word, its registers, whether it lives
tasks:  .unit 0xc0000000, 0, 0x4000, 64
        .space 8
        .unit 1
        .space 3
        .unit 0xc0000000, 0, 0x8000, 64
        .space 8
        .unit 1
        .space 3

handler:
        st   r0,kept
        li   r0,0
        st   r1,kept+1
        st   r2,kept+2
        ld   r1,current
        shli r1,r1,4
        la   r2,tasks
        add  r1,r1,r2         ; the task
        st   r3,7(r1)
        st   r4,8(r1)
        st   r5,9(r1)
        st   r6,10(r1)
        st   r7,11(r1)
        ld   r2,kept
        st   r2,4(r1)
        ld   r2,kept+1
        st   r2,5(r1)
        ld   r2,kept+2
        st   r2,6(r1)
        ld   r2,0
        st   r2,0(r1)
        ld   r2,1
        st   r2,1(r1)
        ld   r2,2
        st   r2,2(r1)
        ld   r2,3
        st   r2,3(r1)
        add  r6,r1,r0
        ld   r1,0
        shri r1,r1,24
        andi r1,r1,63
        li   r2,16
        beq  r1,r2,tick
        li   r2,1
        beq  r1,r2,fault
        li   r2,3
        beq  r1,r2,call0
; anything else ends the task
died:   st   r1,reason
        la   r1,dead
        call r7,puts
        ld   r1,current
        call r7,puthex
        ld   r1,reason
        call r7,puthex
        ld   r1,1(r6)
        call r7,puthex
        li   r2,10
        out  r2,console_data
        st   r0,12(r6)
        jmp  switch

; the timer: the next task
tick:   out  r0,timer_status
        ld   r1,ticks
        addi r1,r1,1
        st   r1,ticks
        jmp  switch

; a memory trap: 64 words more, up to 1024
fault:  ld   r2,3(r6)
        li   r3,1024
        bgeu r2,r3,died
        addi r2,r2,64
        st   r2,3(r6)
        ld   r2,faults
        addi r2,r2,1
        st   r2,faults
        jmp  resume

; calls: 0 ends, 1 prints the character in r1, 2 the number in r1, 3 gives the processor up
call0:  ld   r2,1(r6)
        addi r2,r2,1
        st   r2,1(r6)
        ld   r2,0(r6)
        andi r2,r2,0xff
        beq  r2,r0,exited
        li   r3,1
        beq  r2,r3,putc
        li   r3,2
        beq  r2,r3,putn
        li   r3,3
        beq  r2,r3,switch
        li   r1,3
        jmp  died
putc:   ld   r2,5(r6)
        out  r2,console_data
        jmp  resume
putn:   ld   r1,5(r6)
        call r7,puthex
        jmp  resume
exited: la   r1,bye
        call r7,puts
        ld   r1,current
        call r7,puthex
        li   r2,10
        out  r2,console_data
        st   r0,12(r6)

; the other task, if it lives
switch: ld   r1,current
        xori r1,r1,1
        st   r1,current
dispatch: ld r1,current
        shli r2,r1,4
        la   r3,tasks
        add  r6,r2,r3
        ld   r2,12(r6)
        bne  r2,r0,fresh
        xori r1,r1,1
        st   r1,current
        shli r2,r1,4
        add  r6,r2,r3
        ld   r2,12(r6)
        beq  r2,r0,over
fresh:  call r7,quantum
resume: ld   r2,0(r6)
        st   r2,psw
        ld   r2,1(r6)
        st   r2,psw+1
        ld   r2,2(r6)
        st   r2,psw+2
        ld   r2,3(r6)
        st   r2,psw+3
        ld   r0,4(r6)
        ld   r1,5(r6)
        ld   r2,6(r6)
        ld   r3,7(r6)
        ld   r4,8(r6)
        ld   r5,9(r6)
        ld   r7,11(r6)
        ld   r6,10(r6)
        lpsw psw

over:   la   r1,end
        call r7,puts
        ld   r1,ticks
        call r7,puthex
        ld   r1,faults
        call r7,puthex
        li   r2,10
        out  r2,console_data
        halt
psw:    .space 4
kept:   .space 3
current: .unit 0
ticks:  .unit 0
faults: .unit 0
reason: .unit 0
return: .unit 0
hello:  .asciz "kernel\n"
bad:    .asciz "disk error\n"
dead:   .asciz "killed "
bye:    .asciz "ended "
end:    .asciz "ticks and faults "

; puts: prints the text at r1, up to a 0; uses r1 and r2, returns to r7
puts:   ld   r2,0(r1)
        beq  r2,r0,done
        out  r2,console_data
        addi r1,r1,1
        jmp  puts
done:   ret  r7

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

