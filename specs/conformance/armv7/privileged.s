; Every privileged instruction: in the kernel its result, from user mode its trap, or that nothing comes of it.
;! feature ve
        .include "common/start.inc"
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
