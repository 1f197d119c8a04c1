; Every privileged instruction: in the kernel its result, from user mode its trap, or that nothing comes of it.
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

main:   mrs    r0,cpsr             ; status
        bl     puthex
        cpsie  if
        mrs    r0,cpsr
        bl     puthex
        cpsid  aif
        mrs    r0,cpsr
        bl     puthex
        mvn    r0,#0
        msr    cpsr_f,r0
        mrs    r4,cpsr
        msr    cpsr_f,#0
        mov    r0,r4
        bl     puthex
        setend be
        mrs    r4,cpsr
        setend le
        mov    r0,r4
        bl     puthex
        bl     newline
        cps    #17                 ; the modes have registers of their own
        mov    sp,#0x7000
        movw   r8,#0x1111
        msr    spsr_fsxc,r8
        mrs    r0,spsr
        bl     puthex
        mov    lr,#0x22
        msr    cpsr_c,#0xd2
        mov    sp,#0x6c00
        mov    lr,#0x33
        cpsid  a,#23
        mov    sp,#0x6800
        cps    #27
        mov    sp,#0x6400
        cps    #31
        mov    sp,#0x6000
        mov    lr,#0x44
        cps    #19
        mov    r8,#0x88
        mrs    r0,sp_fiq
        bl     puthex
        mrs    r0,lr_fiq
        bl     puthex
        mrs    r0,r8_fiq
        bl     puthex
        mrs    r0,spsr_fiq
        bl     puthex
        mrs    r0,sp_irq
        bl     puthex
        mrs    r0,lr_irq
        bl     puthex
        mrs    r0,sp_abt
        bl     puthex
        mrs    r0,sp_und
        bl     puthex
        mrs    r0,sp_usr
        bl     puthex
        bl     newline
        mvn    r0,#0x55
        msr    r12_fiq,r0
        msr    spsr_und,r0
        msr    lr_usr,r0
        mrs    r0,r12_fiq
        bl     puthex
        mrs    r0,spsr_und
        bl     puthex
        cps    #17                 ; the user's registers by memory
        movw   r0,#0x7800
        stm    r0,{r8,sp,lr}^
        ldr    r0,[r0]
        bl     puthex
        movw   r2,#0x7800
        ldr    r0,[r2,#4]
        bl     puthex
        movw   r2,#0x7800
        ldr    r0,[r2,#8]
        bl     puthex
        movw   r2,#0x7800
        ldm    r2,{sp,lr}^
        nop
        mrs    r0,sp_usr
        bl     puthex
        mov    r0,#0xd2            ; returns: to Interrupt mode, and from there in every way
        msr    spsr_fsxc,r0
        movw   lr,#back1
        movs   pc,lr
back1:  mrs    r0,cpsr
        bl     puthex
        mov    r0,#0xdb
        msr    spsr_fsxc,r0
        movw   lr,#back2+4
        subs   pc,lr,#4
back2:  mrs    r0,cpsr
        bl     puthex
        mov    r0,#0xd7
        msr    spsr_fsxc,r0
        movw   r1,#back3
        push   {r0,r1}
        ldm    sp!,{r2,pc}^
back3:  mrs    r0,cpsr
        bl     puthex
        movw   r0,#0x1df
        msr    spsr_fsxc,r0
        movw   lr,#back4
        srsdb  sp!,#23
        rfe    sp!
back4:  mrs    r0,cpsr
        bl     puthex
        cps    #18
        mov    r0,#0xd3
        msr    spsr_fsxc,r0
        movw   lr,#back5
        eret
back5:  mrs    r0,cpsr
        bl     puthex
        bl     newline
        mrc    p15,0,r0,c0,c0,0    ; identification
        bl     puthex
        mrc    p15,0,r0,c0,c0,1
        bl     puthex
        mrc    p15,0,r0,c0,c0,5
        bl     puthex
        mrc    p15,0,r0,c0,c1,0
        bl     puthex
        mrc    p15,0,r0,c0,c1,1
        bl     puthex
        mrc    p15,0,r0,c0,c1,4
        bl     puthex
        mrc    p15,0,r0,c0,c2,4
        bl     puthex
        mrc    p15,1,r0,c0,c0,1
        bl     puthex
        bl     newline
        mrc    p15,0,r0,c1,c0,0    ; system control
        bl     puthex
        mrc    p15,0,r4,c1,c0,0
        orr    r0,r4,#0x1000
        mcr    p15,0,r0,c1,c0,0
        mrc    p15,0,r0,c1,c0,0
        bl     puthex
        mcr    p15,0,r4,c1,c0,0
        mvn    r0,#0
        mcr    p15,0,r0,c1,c0,1
        mcr    p15,0,r0,c2,c0,1
        mcr    p15,2,r0,c0,c0,0
        mcr    p15,0,r0,c5,c0,0
        mcr    p15,0,r0,c5,c0,1
        mcr    p15,0,r0,c6,c0,0
        mcr    p15,0,r0,c6,c0,2
        mcr    p15,0,r0,c13,c0,1
        mcr    p15,0,r0,c13,c0,3
        mcr    p15,0,r0,c13,c0,4
        mrc    p15,0,r0,c1,c0,1
        bl     puthex
        mrc    p15,0,r0,c2,c0,0
        bl     puthex
        mrc    p15,0,r0,c2,c0,1
        bl     puthex
        mrc    p15,0,r0,c2,c0,2
        bl     puthex
        mrc    p15,0,r0,c3,c0,0
        bl     puthex
        mrc    p15,2,r0,c0,c0,0
        bl     puthex
        mrc    p15,0,r0,c5,c0,0
        bl     puthex
        mrc    p15,0,r0,c6,c0,2
        bl     puthex
        mrc    p15,0,r0,c10,c2,0
        bl     puthex
        mrc    p15,0,r0,c10,c2,1
        bl     puthex
        mrc    p15,0,r0,c13,c0,1
        bl     puthex
        mrc    p15,0,r0,c13,c0,4
        bl     puthex
        mrc    p15,0,apsr_nzcv,c13,c0,4
        mrs    r0,cpsr
        bl     puthex
        bl     newline
        mov    r0,#0x1000          ; address translation operations
        mcr    p15,0,r0,c7,c8,0
        mrc    p15,0,r0,c7,c4,0
        bl     puthex
        mov    r0,#0x1000
        mcr    p15,0,r0,c7,c8,2
        mrc    p15,0,r0,c7,c4,0
        bl     puthex
        movw   r0,#0x3004
        movt   r0,#0x40
        mcr    p15,0,r0,c7,c8,3
        mrc    p15,0,r0,c7,c4,0
        bl     puthex
        mov    r0,#0x500000
        mcr    p15,0,r0,c7,c8,1
        mrc    p15,0,r0,c7,c4,0
        bl     puthex
        mcr    p15,0,r0,c7,c4,0
        mcr    p15,0,r0,c7,c5,0    ; caches and translation buffers
        mcr    p15,0,r0,c7,c14,2
        mcr    p15,0,r0,c8,c7,1
        mcr    p15,0,r0,c7,c10,4
        dsb    sy
        dmb    ish
        mov    r0,#0x100           ; the timer has run out, and waits: ISR
        movw   r1,#0
        movt   r1,#0x1c11
        str    r0,[r1]
        mov    r0,#2
        strb   r0,[r1,#8]
        movw   r2,#0
        movt   r2,#0x1c15
        strb   r0,[r2]
runs:   ldrb   r0,[r1,#8]
        tst    r0,#1
        beq    runs
        mrc    p15,0,r0,c12,c1,0
        bl     puthex
        wfi
        mov    r0,#0
        movw   r2,#0
        movt   r2,#0x1c15
        strb   r0,[r2]
        mrc    p15,0,r0,c12,c1,0
        bl     puthex
        bl     newline
        hvc    #1                  ; there is no hypervisor, nor a monitor
        smc    #1
        mrc    p15,0,r0,c9,c12,0
        mcr    p15,0,r0,c15,c0,0
        mrc    p15,4,r0,c1,c1,0
        mov    r0,#0x3000          ; vectors elsewhere
        mcr    p15,0,r0,c12,c0,0
        mrc    p15,0,r0,c12,c0,0
        bl     puthex
        hvc    #2
        mov    r0,#0
        mcr    p15,0,r0,c12,c0,0
        movw   r0,#code
        movw   r1,#last
        mov    r2,#0x10
        b      user
calls = usual
faults = logged
others = logged
irqs = logged
fiqs = logged
        .org   0x3000
        b      start
        b      second
second: b      undefd

; What the user runs, from 400000 on.
        .org   0x4000
code:   mrs    r0,cpsr             ; what the user cannot change is kept
        svc    #2
        mvn    r0,#0
        msr    cpsr_fsxc,r0
        setend le
        mrs    r0,cpsr
        svc    #2
        cpsid  aif
        cps    #19
        mrs    r0,cpsr
        svc    #2
        msr    cpsr_c,#0xd3
        mrs    r0,cpsr
        svc    #2
        mrc    p15,0,r0,c13,c0,3   ; what is open to the user
        svc    #2
        mcr    p15,0,r0,c13,c0,2
        mrc    p15,0,r0,c13,c0,2
        svc    #2
        mcr    p15,0,r0,c7,c5,4
        mcr    p15,0,r0,c7,c10,4
        mcr    p15,0,r0,c7,c10,5
        movw   r8,#0x8000
        movt   r8,#0x40
        mov    r0,#10
        svc    #1
        mcr    p15,0,r0,c13,c0,3   ; and what is not
        mrc    p15,0,r0,c13,c0,4
        mrc    p15,0,r0,c0,c0,0
        mrc    p15,0,r0,c1,c0,0
        mcr    p15,0,r0,c1,c0,0
        mrc    p15,0,r0,c2,c0,0
        mcr    p15,0,r0,c2,c0,0
        mcr    p15,0,r0,c3,c0,0
        mrc    p15,0,r0,c5,c0,0
        mcr    p15,0,r0,c7,c8,0
        mrc    p15,0,r0,c7,c4,0
        mcr    p15,0,r0,c7,c5,0
        mcr    p15,0,r0,c8,c7,0
        mrc    p15,0,r0,c12,c1,0
        mcr    p15,0,r0,c12,c0,0
        mrc    p15,0,r0,c13,c0,1
        mrc    p15,0,r0,c9,c12,0
        mrs    r0,spsr
        msr    spsr_fsxc,r0
        mrs    r0,sp_svc
        msr    lr_irq,r0
        movs   pc,lr
        subs   pc,lr,#4
        eret
        stm    r8,{r0,sp}^
        ldm    r8,{r0,sp}^
        ldm    r8,{r0,pc}^
        rfe    r8
        srsdb  sp!,#19
        hvc    #3
        smc    #3
        svc    #0
last:
