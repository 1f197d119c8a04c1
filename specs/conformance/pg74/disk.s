; The block device and the console: blocks are written and read back, failures are told, input is echoed.
;! input The quick brown fox\n
;! disk 4
        .org 4
        .unit 0, 0, 0, 0x1000000
start:  li   r0,0
        la   r5,buffer        ; 128 words of a pattern
        li   r1,0
        liu  r3,0x1357
        ori  r3,r3,0x9bdf
fill:   mul  r4,r1,r3
        st   r4,0(r5)
        addi r5,r5,1
        addi r1,r1,1
        li   r2,128
        bne  r1,r2,fill
        li   r5,3             ; to block 3
        la   r6,buffer
        li   r1,12
        call r7,disk
        li   r5,3             ; back into other words
        la   r6,other
        li   r1,4
        call r7,disk
        la   r5,other
        li   r1,0
        li   r2,128
sum:    ld   r3,0(r5)
        xor  r1,r1,r3
        shli r4,r1,1
        shri r3,r1,31
        or   r1,r4,r3
        addi r5,r5,1
        addi r2,r2,-1
        bne  r2,r0,sum
        call r7,puthex
        li   r5,4             ; there is no block 4
        la   r6,other
        li   r1,4
        call r7,disk
        li   r5,4
        li   r1,12
        call r7,disk
        li   r5,-1
        li   r1,4
        call r7,disk
        li   r5,0             ; memory ends before the block does
        li   r6,-1
        li   r1,4
        call r7,disk
        li   r2,10
        out  r2,console_data

echo:   in   r1,console_status
        andi r1,r1,1
        beq  r1,r0,echo
        in   r1,console_data
        out  r1,console_data
        li   r2,10
        bne  r1,r2,echo
        halt

; disk: does r1 with block r5 and memory at r6, and prints the status before and after it is acknowledged
disk:   st   r7,return
        out  r5,disk_block
        out  r6,disk_address
        out  r1,disk_status
        in   r1,disk_status
        call r7,puthex
        out  r0,disk_status
        in   r1,disk_status
        call r7,puthex
        ld   r7,return
        ret  r7
return: .unit 0

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


buffer: .space 128
other:  .space 128
