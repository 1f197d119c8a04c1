; Arithmetic, branches and memory in user mode, with a checksum that is printed at the end.
        .org 4
        .unit 0, handler, 0, 0x1000000
start:  lpsw user
user:   .unit 0x80000000, work, 0, 0x4000

work:   li   r0,0
        li   r1,1             ; the checksum
        li   r2,0             ; counts
        li   r3,20000
        la   r4,table
loop:   liu  r5,0x41c6        ; a linear congruential generator
        ori  r5,r5,0x4e6d
        mul  r1,r1,r5
        addi r1,r1,12345
        andi r5,r1,63
        add  r5,r5,r4
        ld   r6,0(r5)
        xor  r6,r6,r1
        shri r7,r6,7
        add  r6,r6,r7
        st   r6,0(r5)
        ori  r7,r6,1
        div  r7,r1,r7
        add  r1,r1,r7
        ori  r7,r6,3
        rem  r7,r1,r7
        xor  r1,r1,r7
        sari r7,r1,5
        sub  r1,r1,r7
        addi r2,r2,1
        blt  r2,r3,loop
        li   r2,0             ; what the table holds goes into it
        li   r3,64
sum:    add  r5,r4,r2
        ld   r6,0(r5)
        call r7,mix
        addi r2,r2,1
        bne  r2,r3,sum
        svc  0
mix:    shli r5,r1,3
        xor  r1,r5,r1
        add  r1,r1,r6
        ret  r7

handler:
        call r7,puthex
        li   r2,10
        out  r2,console_data
        halt

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

table:  .space 64
