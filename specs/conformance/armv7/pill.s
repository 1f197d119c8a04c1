; Does it run under a monitor? Whatever completes in user mode, and shows something of the system, is tried; under a monitor nothing must
; come out otherwise.
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

main:   movw   r0,#0x1234
        mcr    p15,0,r0,c13,c0,3
        movw   r0,#code
        movw   r1,#last
        mov    r2,#0x10
        b      user
calls = usual
faults = logged
others = logged
irqs = logged
fiqs = logged

; What the user runs, from 400000 on.
        .org   0x4000
code:   mrs    r0,cpsr
        svc    #2
        mvn    r0,#0
        msr    cpsr_fsxc,r0
        setend le
        mrs    r0,cpsr
        svc    #2
        mov    r0,#0
        msr    cpsr_fsxc,r0
        mrs    r0,cpsr
        svc    #2
        cps    #19
        cpsid  aif,#17
        mrs    r0,cpsr
        svc    #2
        mov    r0,sp
        svc    #2
        mov    r0,pc
        svc    #2
        mov    r0,#10
        svc    #1
        mrc    p15,0,r0,c13,c0,3
        svc    #2
        mvn    r0,#3
        mcr    p15,0,r0,c13,c0,2
        mrc    p15,0,apsr_nzcv,c13,c0,2
        mrs    r0,cpsr
        svc    #2
        mcr    p15,0,r0,c7,c5,4
        mcr    p15,0,r0,c7,c10,4
        mcr    p15,0,r0,c7,c10,5
        mov    r0,#10
        svc    #1
        mrs    r0,spsr             ; what an older processor leaves open
        mrs    r0,lr_svc
        svc    #2
        movw   r8,#0x8000
        movt   r8,#0x40
        movw   r0,#0xabcd
        stm    r8,{r0,r8,sp,lr}^
        ldr    r0,[r8]
        svc    #2
        ldm    r8,{r1,sp,lr}^
        movs   pc,lr
        subs   pc,lr,#4
        eret
        ldm    r8,{r0,pc}^
        rfe    r8
        srsdb  sp!,#19
        ldrt   r0,[r8],#4          ; as if in user mode, in user mode
        svc    #2
        mov    r8,#0
        ldrt   r0,[r8],#4
        strht  r0,[r8],#4
        mov    r0,r8
        svc    #2
        mov    r0,#10
        svc    #1
        movw   r8,#0x9000          ; code that writes itself
        movt   r8,#0x40
        movw   r0,#0xff1e
        movt   r0,#0xe12f
        str    r0,[r8,#4]
        movw   r0,#0x0055
        movt   r0,#0xe3a0
        str    r0,[r8]
        blx    r8
        svc    #2
        movw   r0,#0x0066
        movt   r0,#0xe3a0
        str    r0,[r8]
        mcr    p15,0,r0,c7,c5,4
        blx    r8
        svc    #2
        movw   r0,#0x0001
        movt   r0,#0xef00
        str    r0,[r8]
        mov    r0,#0x21
        blx    r8
        hvc    #0                  ; the monitor's own call
        smc    #0
        ldrex  r0,[r8]             ; is the mark still there after a call?
        svc    #9
        strex  r0,r1,[r8]
        svc    #2
        ldrex  r0,[r8]
        clrex
        strex  r0,r1,[r8]
        svc    #2
        svc    #0
last:
