; Interrupts: masked they wait, and come when they are let in, fast ones first; the handler starts the timer again; WFI waits for it.
;! input ab
;! disk 2
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

main:   mov    r0,#7               ; all three ask; the disk's are fast
        movw   r5,#0
        movt   r5,#0x1c15
        strb   r0,[r5,#4]
        mov    r0,#4
        strb   r0,[r5,#4]
        ldrb   r0,[r5,#4]
        bl     puthex
        mov    r0,#6
        strb   r0,[r5]
        mov    r0,#20              ; masked, it waits
        bl     timer
        mov    r2,#100
wait1:  subs   r2,r2,#1
        bne    wait1
        ldrb   r0,[r5,#8]
        bl     puthex
        mrc    p15,0,r0,c12,c1,0
        bl     puthex
        cpsie  i                   ; and comes
        nop
        bl     dot
        cpsid  i
        bl     newline
        bl     transf              ; two at once
        mov    r0,#5
        bl     timer
        mov    r2,#50
wait2:  subs   r2,r2,#1
        bne    wait2
        mrc    p15,0,r0,c12,c1,0
        bl     puthex
        msr    cpsr_c,#0x13        ; let in by MSR
        nop
        bl     dot
        cpsid  if
        bl     newline
        mov    r0,#5
        bl     timer
        bl     transf
        mov    r2,#50
wait3:  subs   r2,r2,#1
        bne    wait3
        cpsie  i                   ; one after the other
        nop
        bl     dot
        cpsie  f
        nop
        bl     dot
        cpsid  if
        bl     newline
        mov    r0,#1               ; a key, let in by a return
        strb   r0,[r5]
        mov    r0,#0x13
        msr    spsr_fsxc,r0
        movw   lr,#typed
        movs   pc,lr
typed:  nop
        bl     dot
        mov    r0,#0
        strb   r0,[r5]
        bl     newline
        cpsid  if
        mov    r0,#2
        strb   r0,[r5]
        movw   r6,#wanted          ; four more, waited for
        ldr    r0,[r6,#-4]
        add    r0,r0,#4
        str    r0,[r6]
        mov    r0,#10
        bl     timer
wait4:  wfi
        cpsie  i
        nop
        cpsid  i
        ldr    r0,[r6,#-4]
        ldr    r1,[r6]
        cmp    r0,r1
        bcc    wait4
        bl     newline
        mov    r0,#30              ; masked, it wakes all the same
        bl     timer
        wfi
        ldrb   r0,[r5,#8]
        bl     puthex
        ldr    r0,[r6,#-4]
        bl     puthex
        bl     newline
        ldr    r0,[r6]             ; the user cannot keep them out
        add    r0,r0,#6
        str    r0,[r6]
        movw   r0,#code
        movw   r1,#last
        mov    r2,#0x10
        b      user
dot:    mov    r0,#0x2e
        b      put
timer:  movw   r1,#0               ; runs out after r0 instructions
        movt   r1,#0x1c11
        str    r0,[r1]
        mov    r0,#2
        strb   r0,[r1,#8]
        bx     lr
transf: movw   r1,#0               ; reads block 1
        movt   r1,#0x1c13
        mov    r0,#1
        str    r0,[r1]
        mov    r0,#0x9000
        str    r0,[r1,#4]
        mov    r0,#4
        strb   r0,[r1,#8]
        bx     lr
irqs:   movw   r5,#0
        movt   r5,#0x1c15
        ldrb   r0,[r5,#8]
        tst    r0,#1
        bne    typing
        mov    r0,#0x54            ; T: the timer
        bl     put
        ldr    r0,[sp,#60]
        bl     puthex
        movw   r6,#wanted
        ldr    r0,[r6,#-4]
        add    r0,r0,#1
        str    r0,[r6,#-4]
        ldr    r1,[r6]
        mov    r2,#0
        movw   r3,#0
        movt   r3,#0x1c11
        strb   r2,[r3,#8]
        cmp    r0,r1
        bcs    back
        mov    r0,#90
        bl     timer
        b      back
typing: movw   r1,#0
        movt   r1,#0x1c09
        ldrb   r0,[r1]
        bl     put
        ldr    r0,[sp,#60]
        bl     puthex
        b      back
fiqs:   movw   r1,#0
        movt   r1,#0x1c13
        mov    r0,#0
        strb   r0,[r1,#8]
        mov    r0,#0x44            ; D: the disk
        bl     put
        ldr    r0,[sp,#60]
        bl     puthex
        b      back
        .long  0
wanted: .long  0
calls = usual
faults = logged
others = logged

; What the user runs, from 400000 on.
        .org   0x4000
code:   mov    r4,#6
        wfi
more:   cpsid  if
        msr    cpsr_c,#0xd3
        mov    r0,#60
more1:  subs   r0,r0,#1
        bne    more1
        mrs    r0,cpsr
        svc    #2
        subs   r4,r4,#1
        bne    more
        svc    #0
last:
