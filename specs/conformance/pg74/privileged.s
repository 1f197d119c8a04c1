; Every privileged instruction: in supervisor mode its result, from user mode its trap.
;! input xy
;! disk 2
        .org 4
        .unit 0, handler, 0, 0x1000000
start:  li   r0,0
        la   r1,text
        call r7,puts

; relocation and bounds are what they were set to, and the program stays where it is
        li   r5,0
        liu  r6,0x00ff
        ori  r6,r6,0xff00
        srb  r5,r6
        li   r5,-1
        li   r6,-1
        lrb  r5,r6
        add  r1,r5,r0
        call r7,puthex
        add  r1,r6,r0
        call r7,puthex
        lrb  r6,r6            ; both into one: the bound comes last
        add  r1,r6,r0
        call r7,puthex

; devices: what was written is read back
        li   r5,1000
        out  r5,timer
        in   r1,timer
        call r7,puthex
        li   r5,2             ; it runs: one instruction later it has counted one
        out  r5,timer_status
        in   r1,timer
        call r7,puthex
        in   r1,timer_status
        call r7,puthex
        out  r0,timer_status
        li   r5,1
        out  r5,disk_block
        in   r1,disk_block
        call r7,puthex
        la   r5,buffer
        out  r5,disk_address
        in   r1,disk_address
        call r7,puthex
        in   r1,disk_status
        call r7,puthex
        in   r1,console_status
        call r7,puthex
        in   r1,console_data
        call r7,puthex
        in   r1,console_data
        call r7,puthex
        out  r0,clock         ; cannot be written

; interrupts can be enabled and disabled, as the old status of a trap shows
        ei
        svc  1
        di
        svc  2
; a status word is loaded: supervisor mode, interrupts on, another place
        lpsw status
status: .unit 0x40000000, loaded, 0, 0x1000000
loaded: svc  3
        di
        li   r2,10
        out  r2,console_data

; the same in user mode
        lpsw user
user:   .unit 0x80000000, below, 0, 0x4000
below:  svc  4
        lpsw status
        srb  r1,r2
        lrb  r1,r2
        ei
        di
        halt
        in   r1,console_status
        in   r1,console_data
        in   r1,timer_status
        in   r1,timer
        in   r1,clock
        in   r1,disk_status
        in   r1,disk_block
        in   r1,disk_address
        out  r1,console_status
        out  r1,console_data
        out  r1,timer_status
        out  r1,timer
        out  r1,clock
        out  r1,disk_status
        out  r1,disk_block
        out  r1,disk_address
        svc  99
text:   .asciz "supervisor\n"
buffer: .space 128

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

; Every trap is logged: the old status, with mode, interrupts, cause and detail, the counter, location and bound.
; SVC 99 halts, SVC 98 goes on in supervisor mode; after everything else the next instruction comes.
handler:
        st   r1,saved1
        st   r2,saved2
        st   r3,saved3
        st   r4,saved4
        st   r5,saved5
        st   r6,saved6
        st   r7,saved7
        st   r0,saved0
        li   r0,0
        li   r5,0
logged: ld   r1,0(r5)
        call r7,puthex
        addi r5,r5,1
        li   r6,4
        bne  r5,r6,logged
        li   r2,10
        out  r2,console_data
        ld   r1,0
        liu  r2,0x3fff
        ori  r2,r2,0xffff
        and  r1,r1,r2
        liu  r2,0x0300
        ori  r2,r2,99
        beq  r1,r2,finish
        liu  r2,0x0300
        ori  r2,r2,98
        beq  r1,r2,again
        ld   r1,1
        addi r1,r1,1
        st   r1,1
        ld   r0,saved0
        ld   r1,saved1
        ld   r2,saved2
        ld   r3,saved3
        ld   r4,saved4
        ld   r5,saved5
        ld   r6,saved6
        ld   r7,saved7
        lpsw 0
finish: halt
again:  ld   r5,1
        addi r5,r5,1
        ret  r5
saved0: .unit 0
saved1: .unit 0
saved2: .unit 0
saved3: .unit 0
saved4: .unit 0
saved5: .unit 0
saved6: .unit 0
saved7: .unit 0
