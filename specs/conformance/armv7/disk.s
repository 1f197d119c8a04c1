; The block device and the console: blocks are written and read back, failures are told, input is echoed.
;! input The quick brown fox\n
;! disk 4
        .include "common/start.inc"
main:   mov    r4,#0               ; echo
        movw   r5,#0
        movt   r5,#0x1c09
echo:   ldr    r0,[r5,#0x18]
        tst    r0,#0x10
        bne    echoed
        ldrb   r0,[r5]
        add    r4,r4,#1
        bl     put
        cmp    r0,#10
        bne    echo
echoed: mov    r0,r4
        bl     puthex
        bl     newline
        mov    r6,#0x9000          ; a pattern onto block 2
        mov    r7,#128
        mov    r0,#7
        movw   r8,#0x4e6d
        movt   r8,#0x41c6
        movw   r9,#12345
fill:   mla    r0,r0,r8,r9
        str    r0,[r6],#4
        subs   r7,r7,#1
        bne    fill
        mov    r0,#2
        mov    r1,#0x9000
        mov    r2,#12
        bl     move
        mov    r0,#2               ; and back to another place
        mov    r1,#0xa000
        mov    r2,#4
        bl     move
        mov    r6,#0x9000
        mov    r7,#0xa000
        mov    r8,#128
same:   ldr    r0,[r6],#4
        ldr    r1,[r7],#4
        cmp    r0,r1
        bne    differ
        subs   r8,r8,#1
        bne    same
differ: mov    r0,r8
        bl     puthex
        bl     newline
        mov    r0,#0               ; nothing stands on block 0
        mov    r1,#0xa000
        mov    r2,#4
        bl     move
        mov    r7,#0xa000
        ldr    r0,[r7]
        bl     puthex
        ldr    r0,[r7,#0x1fc]
        bl     puthex
        bl     newline
        mov    r0,#4               ; no such block, no such memory
        mov    r1,#0xa000
        mov    r2,#4
        bl     move
        mvn    r0,#0
        mov    r1,#0xa000
        mov    r2,#12
        bl     move
        mov    r0,#1
        mov    r1,#0xff000000
        mov    r2,#4
        bl     move
        mov    r0,#1
        mov    r1,#0xa000
        mov    r2,#12
        bl     move
        movw   r3,#0               ; its registers
        movt   r3,#0x1c13
        ldr    r0,[r3,#2]
        ldr    r0,[r3]
        bl     puthex
        movw   r3,#0
        movt   r3,#0x1c13
        ldrh   r0,[r3,#4]
        bl     puthex
        svc    #0
; move: block r0, memory r1, command r2; prints what the status is in the end
move:   push   {r4,lr}
        movw   r3,#0
        movt   r3,#0x1c13
        str    r0,[r3]
        str    r1,[r3,#4]
        strb   r2,[r3,#8]
busy:   ldrb   r0,[r3,#8]
        tst    r0,#4
        bne    busy
        bl     puthex
        movw   r3,#0
        movt   r3,#0x1c13
        mov    r0,#0
        strb   r0,[r3,#8]
        pop    {r4,pc}
calls = usual
faults = logged
others = logged
irqs = logged
fiqs = logged
