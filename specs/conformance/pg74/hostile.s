; Tries to get out: wild addresses, bad relocation, a vector to nowhere, blocks and buffers that are not its own; and at
; last it keeps the processor to itself, with interrupts off. The monitor and its neighbours must not notice.
;! disk 2
;! steps 200000
        .org 4
        .unit 0, handler, 0, 0x1000000
start:  li   r0,0
; all of memory, whatever the machine has, is overwritten from the program's end on, in strides
        la   r1,end
        li   r2,-1
        liu  r3,0x100
wild:   st   r2,0(r1)
        addi r1,r1,4093
        bltu r1,r3,wild
; and the highest addresses there are
        li   r1,-1
        st   r2,0(r1)
        st   r2,-1(r1)
        ld   r1,0(r1)
        call r7,puthex
; windows that reach beyond memory, and that wrap around
        la   r1,psws
        st   r1,next
attack: ld   r1,next
        ld   r2,0(r1)
        st   r2,psw
        ld   r2,1(r1)
        st   r2,psw+1
        ld   r2,2(r1)
        st   r2,psw+2
        ld   r2,3(r1)
        st   r2,psw+3
        addi r1,r1,4
        st   r1,next
        la   r3,last
        bltu r3,r1,devices
        lpsw psw
psw:    .space 4
next:   .unit 0
psws:   .unit 0x80000000, 0, 0x80000, 0x1000000       ; in the middle of nowhere
        .unit 0x80000000, 0xffffff, 0, 0x1000000      ; at the last address
        .unit 0x80000000, 0x10, 0xfffff8, 0x1ffffff   ; wraps around to its own beginning
        .unit 0x80000000, 0, 0xffffff, 0x1ffffff
        .unit 0x80000000, 0x100, 0, 0                 ; no memory at all
        .unit 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff
last:   .unit 0

handler:
        li   r0,0
        ld   r1,0
        call r7,puthex
        ld   r1,1
        call r7,puthex
        ld   r1,2
        call r7,puthex
        ld   r1,3
        call r7,puthex
        li   r2,10
        out  r2,console_data
        jmp  attack

; every block that there could be, to and from the worst places
devices: li  r5,1
        la   r1,end
        st   r5,0(r1)
        li   r6,0
disks:  out  r5,disk_block
        li   r1,-64
        add  r1,r1,r6
        out  r1,disk_address
        li   r1,12
        out  r1,disk_status
        in   r1,disk_status
        st   r1,status
        li   r1,4
        out  r1,disk_status
        in   r1,disk_status
        call r7,puthex
        ld   r1,status
        call r7,puthex
        shli r5,r5,1
        addi r6,r6,32
        li   r1,20
        addi r4,r0,0
        ld   r4,count
        addi r4,r4,1
        st   r4,count
        bltu r4,r1,disks
        li   r2,10
        out  r2,console_data
        li   r1,-1            ; all devices at once, with all their bits
        out  r1,timer
        out  r1,timer_status
        out  r1,console_status
        out  r1,clock
        li   r1,15
        out  r1,disk_status
        out  r0,timer_status
        out  r0,disk_status
        li   r2,33
        out  r2,console_data
        di
spin:   jmp  spin             ; for ever
status: .unit 0
count:  .unit 0

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


end:    .unit 0
