; The block device and the console: blocks are written and read back, failures are told, input is echoed.
;! input The quick brown fox\n
;! disk 4
        .org   0
        b      start
        b      undefd
        b      svcall
        b      prefet
        b      dataab
        b      start
        b      irq
        b      fiq
; Whatever comes is pushed onto the stack of Supervisor mode: r0 to r12, its lr, the return address and the status; the vector is in r4. A program says what
; becomes of calls, faults, irqs, fiqs, and others.
undefd: srsdb  sp!,#19
        cps    #19
        push   {r0,r1,r2,r3,r4,r5,r6,r7,r8,r9,r10,r11,r12,lr}
        mov    r4,#4
        b      others
svcall: srsdb  sp!,#19
        push   {r0,r1,r2,r3,r4,r5,r6,r7,r8,r9,r10,r11,r12,lr}
        mov    r4,#8
        b      calls
prefet: srsdb  sp!,#19
        cps    #19
        push   {r0,r1,r2,r3,r4,r5,r6,r7,r8,r9,r10,r11,r12,lr}
        mov    r4,#0xc
        b      others
dataab: sub    lr,lr,#8
        srsdb  sp!,#19
        cps    #19
        push   {r0,r1,r2,r3,r4,r5,r6,r7,r8,r9,r10,r11,r12,lr}
        mov    r4,#0x10
        b      faults
irq:    sub    lr,lr,#4
        srsdb  sp!,#19
        cps    #19
        push   {r0,r1,r2,r3,r4,r5,r6,r7,r8,r9,r10,r11,r12,lr}
        mov    r4,#0x18
        b      irqs
fiq:    sub    lr,lr,#4
        srsdb  sp!,#19
        cps    #19
        push   {r0,r1,r2,r3,r4,r5,r6,r7,r8,r9,r10,r11,r12,lr}
        mov    r4,#0x1c
        b      fiqs
; The usual calls: svc #0 ends, svc #1 prints the character and svc #2 the number in r0, svc #3 goes on in Supervisor mode at r11, with an empty stack. What is
; logged: vector, status, place, and for an abort its status and address. It goes on behind the instruction; after one that could not be fetched at r11.
usual:  ldr    r5,[sp,#56]
        ldr    r5,[r5,#-4]
        bics   r5,r5,#0xff000000
        beq    finish
        cmp    r5,#1
        beq    putc
        cmp    r5,#2
        beq    putn
        cmp    r5,#3
        bne    logged
        mov    sp,#0x8000
        bx     r11
putc:   bl     put
        b      back
putn:   bl     puthex
        b      back
logged: mov    r0,r4
        bl     puthex
        ldr    r0,[sp,#60]
        bl     puthex
        ldr    r0,[sp,#56]
        bl     puthex
        cmp    r4,#0xc
        beq    fetch
        cmp    r4,#0x10
        bne    line
        ldr    r0,[sp,#56]
        add    r0,r0,#4
        str    r0,[sp,#56]
        mrc    p15,0,r0,c5,c0,0
        bl     puthex
        mrc    p15,0,r0,c6,c0,0
        bl     puthex
        b      line
fetch:  mrc    p15,0,r0,c5,c0,1
        cmp    r0,#2
        strne  r11,[sp,#56]
        bl     puthex
        mrc    p15,0,r0,c6,c0,2
        bl     puthex
line:   bl     newline
back:   pop    {r0,r1,r2,r3,r4,r5,r6,r7,r8,r9,r10,r11,r12,lr}
        rfe    sp!
finish: bl     newline
        movw   r1,#0
        movt   r1,#0x1c15
        strb   r1,[r1,#8]
; put prints the character in r0; it uses r1. puthex prints r0 as eight hexadecimal digits and a space; it uses r0 to r3
newline: mov   r0,#10
put:    movw   r1,#0
        movt   r1,#0x1c09
        strb   r0,[r1]
        bx     lr
puthex: push   {r4,lr}
        mov    r2,#8
        mov    r3,r0
digit:  ror    r3,r3,#28
        and    r0,r3,#15
        add    r0,r0,#48
        cmp    r0,#58
        addcs  r0,r0,#7
        bl     put
        subs   r2,r2,#1
        bne    digit
        mov    r0,#32
        bl     put
        pop    {r4,pc}
; Translation: the first megabyte is memory itself, the kernel's, and so is the board; what lies from 400000 on is the user's: sixteen pages from 80000 on.
start:  mov    sp,#0x8000
        mov    r0,#0x10000
        mov    r1,#0
        mov    r2,#0x1100
clear:  str    r1,[r0],#4
        subs   r2,r2,#1
        bne    clear
        mov    r0,#0x10000
        movw   r1,#0x402
        str    r1,[r0]
        movw   r1,#0x4001
        movt   r1,#1
        str    r1,[r0,#16]
        movw   r1,#0x412
        movt   r1,#0x1c00
        movw   r2,#0x700
        str    r1,[r0,r2]
        movt   r1,#0x1c10
        movw   r2,#0x704
        str    r1,[r0,r2]
        mov    r3,#0x14000
        movw   r1,#0x32
        movt   r1,#8
        mov    r2,#16
pages:  str    r1,[r3],#4
        add    r1,r1,#0x1000
        subs   r2,r2,#1
        bne    pages
        mcr    p15,0,r0,c2,c0,0
        mov    r0,#1
        mcr    p15,0,r0,c3,c0,0
        mcr    p15,0,r0,c8,c7,0
        mrc    p15,0,r0,c1,c0,0
        orr    r0,r0,#1
        mcr    p15,0,r0,c1,c0,0
        isb    sy
        b      main
; user copies what stands from r0 to r1 to where the user's first page is, and goes there with the status r2
user:   mov    r3,#0x80000
copies: ldr    r4,[r0],#4
        str    r4,[r3],#4
        cmp    r0,r1
        bcc    copies
        cps    #31
        movw   sp,#0xf000
        movt   sp,#0x40
        cps    #19
        msr    spsr_fsxc,r2
        mov    lr,#0x400000
        movs   pc,lr

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
