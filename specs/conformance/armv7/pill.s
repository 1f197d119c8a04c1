; Does it run under a monitor? Whatever completes in user mode, and shows something of the system, is tried; under a monitor nothing must
; come out otherwise.
;! feature ve
        .include "common/start.inc"
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
