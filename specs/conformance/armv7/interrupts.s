; Interrupts: masked they wait, and come when they are let in, fast ones first; the handler starts the timer again; WFI waits for it.
;! input ab
;! disk 2
        .include "common/start.inc"
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
