; Every class of traps, from user mode and in the kernel: vector, status, place, and for an abort its status and address.
        .include "common/start.inc"
main:   mov    r0,#0x14000         ; the user's second page is only read, the third is the kernel's, in the fourth nothing runs, the fifth is not there
        movw   r1,#0x1022
        movt   r1,#8
        str    r1,[r0,#4]
        movw   r1,#0x2012
        movt   r1,#8
        str    r1,[r0,#8]
        movw   r1,#0x3033
        movt   r1,#8
        str    r1,[r0,#12]
        mov    r1,#0
        str    r1,[r0,#16]
; Megabytes: of a domain that is refused, where no memory is, with tables where none is, reserved, for nobody, only read, with tables of that domain.
        mov    r0,#0x10000
        movw   r1,#0xc22
        str    r1,[r0,#20]
        movw   r1,#0xc02
        movt   r1,#0xf000
        str    r1,[r0,#24]
        movw   r1,#1
        movt   r1,#0xf000
        str    r1,[r0,#28]
        movw   r1,#0xc03
        str    r1,[r0,#32]
        movw   r1,#2
        str    r1,[r0,#36]
        movw   r1,#0x8c02
        str    r1,[r0,#40]
        movw   r1,#0x4021
        movt   r1,#1
        str    r1,[r0,#44]
        movw   r0,#code
        movw   r1,#last
        mov    r2,#0x10
        b      user
kernel: mov    r0,#0               ; the kernel's own: as if in user mode, unaligned, access flags, from user mode's pages, and where nothing is
        movw   r6,#0x7000
        ldr    r1,[r6]
        ldrt   r1,[r6],#4
        strbt  r1,[r6],#1
        ldrsht r1,[r6],#3
        mov    r8,#3
known:  ldr    r1,[r6]
        ldrt   r1,[r6],#4
        subs   r8,r8,#1
        bne    known
        mov    r0,r6
        bl     puthex
        movw   r7,#0x1000
        movt   r7,#0x40
        str    r0,[r7]
        strt   r0,[r7],#4
        ldrt   r0,[r7],#-4
        mov    r0,r7
        bl     puthex
        bl     newline
        mrc    p15,0,r5,c1,c0,0
        orr    r0,r5,#2
        mcr    p15,0,r0,c1,c0,0
        ldr    r0,[r7,#2]
        strh   r0,[r7,#1]
        mcr    p15,0,r5,c1,c0,0
        orr    r0,r5,#0x20000000
        mcr    p15,0,r0,c1,c0,0
        ldr    r1,[r7,#4]
        mcr    p15,0,r5,c1,c0,0
        mov    r0,#0x900000
        ldr    r1,[r0]
        movw   r11,#kern2
        mov    r0,#0x1c000000
        bx     r0
kern2:  mov    r0,#0x300000
        ldmdb  r0!,{r1,r2}
        svc    #7
        bkpt   #5
        svc    #0
calls = usual
faults = logged
others = logged
irqs = logged
fiqs = logged

; What the user runs, from 400000 on.
        .org   0x4000
code:   svc    #9
        svc    #0xffffff
        bkpt   #1
        udf    #2
        .long  0xe7f000f0, 0xee000110, 0xec100100, 0xf4300000, 0xe1600070
        mov    r0,#10
        svc    #1
        movw   r6,#0x8001          ; unaligned: some are refused always
        movt   r6,#0x40
        ldm    r6,{r0,r1}
        stm    r6!,{r0,r1}
        ldrd   r0,r1,[r6]
        ldrex  r0,[r6]
        swp    r0,r1,[r6]
        rfe    r6
        mov    r0,r6
        svc    #2
        ldr    r0,[r6,#2]
        svc    #2
        mov    r0,#10
        svc    #1
        movw   r6,#0x1000          ; pages
        movt   r6,#0x40
        ldr    r0,[r6]
        str    r0,[r6]
        add    r6,r6,#0x1000
        ldr    r0,[r6]
        str    r0,[r6],#4
        sub    r6,r6,#6            ; across the end of the second page
        ldr    r0,[r6]
        str    r0,[r6]
        movw   r6,#0x4000
        movt   r6,#0x40
        ldr    r0,[r6]
        strb   r0,[r6]
        sub    r6,r6,#4
        ldm    r6,{r0,r1,r2}
        mov    r0,#0
        ldr    r1,[r0]
        strh   r1,[r0,#2]
        mov    r0,#10
        svc    #1
        mov    r6,#0x400000        ; megabytes
        mov    r7,#9
mega:   add    r6,r6,#0x100000
        ldr    r0,[r6,#8]
        str    r0,[r6,#8]
        subs   r7,r7,#1
        bne    mega
        mvn    r6,#3
        ldr    r0,[r6]
        mov    r0,#10
        svc    #1
        movw   r5,#0x2000          ; fetched from where nothing runs, and back at r11
        movt   r5,#0x40
        mov    r7,#3
        add    r11,pc,#4
jumps:  bx     r5
        nop
jumped: add    r5,r5,#0x1000
        subs   r7,r7,#1
        bne    jumps
        mov    r5,#0x500000
        mov    r7,#5
        add    r11,pc,#0
        b      jumps2
        add    r5,r5,#0x100000
        subs   r7,r7,#1
        bne    jumps2
        b      thumb
jumps2: bx     r5
thumb:  mov    r0,#10
        svc    #1
        add    r11,pc,#4
        mov    r5,#1
        bx     r5                  ; no Thumb here
        bxj    r5
        setend be                  ; the user's byte order is not the kernel's
        movw   r6,#0x8000
        movt   r6,#0x40
        movw   r0,#0x1234
        str    r0,[r6]
        svc    #9
        ldr    r0,[r6]
        setend le
        ldr    r0,[r6]
        svc    #2
        mov    r0,#10
        svc    #1
        movw   r11,#kernel
        svc    #3
last:
