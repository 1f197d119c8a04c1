; A small operating system: it loads two programs from the disk, gives each an address space and the processor in turn by the timer, gives them pages
; when they want them, serves their calls, and tells in a transcript what has happened.
;! disk 16
;! program kernel/primes.s block 1
;! program kernel/words.s block 5
        .include "common/start.inc"
; Each program has tables of its own: 64 kilobytes from 400000 on, of which 2 pages are there at first. Memory is the kernel's in both.
main:   mov    r6,#0x10000
        mov    r7,#0x18000
        mov    r2,#4096
copy:   ldr    r1,[r6],#4
        str    r1,[r7],#4
        subs   r2,r2,#1
        bne    copy
        mov    r6,#0x10000
        mov    r7,#0x18000
        movw   r0,#0xc001
        movt   r0,#1
        str    r0,[r7,#16]
        mov    r4,#0x14000
        mov    r5,#0x1c000
        mov    r0,#0
        mov    r2,#256
empty:  str    r0,[r4],#4
        str    r0,[r5],#4
        subs   r2,r2,#1
        bne    empty
        mov    r4,#0x14000
        mov    r5,#0x1c000
        movw   r0,#0x0032
        movt   r0,#2
        str    r0,[r4]
        add    r0,r0,#0x1000
        str    r0,[r4,#4]
        add    r0,r0,#0xf000
        str    r0,[r5]
        add    r0,r0,#0x1000
        str    r0,[r5,#4]
        mcr    p15,0,r0,c8,c7,0
        movw   r4,#hello
        bl     puts
        mov    r4,#1               ; each program has four blocks
        mov    r5,#0x20000
        bl     load
        mov    r4,#5
        mov    r5,#0x30000
        bl     load
        mov    r0,#2
        movw   r1,#0
        movt   r1,#0x1c15
        strb   r0,[r1]
        mov    r4,#2               ; what each goes on with: sp and lr, r0 to r12, lr of the kernel, place and status
        movw   r5,#saved
frames: ldr    r6,[r5],#4
        mov    r0,#0x410000
        str    r0,[r6]
        mov    r0,#0x400000
        str    r0,[r6,#64]
        mov    r0,#0x10
        str    r0,[r6,#68]
        subs   r4,r4,#1
        bne    frames
        mov    r4,#0
        b      chosen
load:   mov    r6,#4
        movw   r3,#0
        movt   r3,#0x1c13
load1:  str    r4,[r3]
        str    r5,[r3,#4]
        mov    r0,#4
        strb   r0,[r3,#8]
busy:   ldrb   r0,[r3,#8]
        tst    r0,#4
        bne    busy
        tst    r0,#2
        bne    broken
        mov    r0,#0
        strb   r0,[r3,#8]
        add    r4,r4,#1
        add    r5,r5,#512
        subs   r6,r6,#1
        bne    load1
        bx     lr
broken: movw   r4,#bad
        bl     puts
        b      finish
; calls: 0 ends the program, 1 prints the character and 2 the number in r0, 3 gives the processor away
calls:  ldr    r5,[sp,#56]
        ldr    r5,[r5,#-4]
        bics   r5,r5,#0xff000000
        beq    ended
        cmp    r5,#1
        beq    putc
        cmp    r5,#2
        beq    putn
        cmp    r5,#3
        bne    others
switch: sub    sp,sp,#8
        stm    sp,{sp,lr}^
        movw   r5,#current
        ldr    r4,[r5]
        movw   r6,#saved
        str    sp,[r6,r4,lsl #2]
choose: movw   r7,#alive
        eor    r4,r4,#1
        ldr    r0,[r7,r4,lsl #2]
        cmp    r0,#0
        bne    chosen
        eor    r4,r4,#1
        ldr    r0,[r7,r4,lsl #2]
        cmp    r0,#0
        beq    nobody
chosen: movw   r5,#current
        str    r4,[r5]
        movw   r6,#spaces
        ldr    r0,[r6,r4,lsl #2]
        mcr    p15,0,r0,c2,c0,0
        mcr    p15,0,r4,c13,c0,1
        movw   r6,#saved
        ldr    sp,[r6,r4,lsl #2]
        movw   r0,#500
        movw   r1,#0
        movt   r1,#0x1c11
        str    r0,[r1]
        mov    r0,#2
        strb   r0,[r1,#8]
        ldm    sp,{sp,lr}^
        nop
        add    sp,sp,#8
        b      back
irqs:   movw   r1,#0
        movt   r1,#0x1c11
        mov    r0,#0
        strb   r0,[r1,#8]
        movw   r5,#ticks
        ldr    r0,[r5]
        add    r0,r0,#1
        str    r0,[r5]
        b      switch
; a page that is not there yet: of the sixteen it is made present
faults: mrc    p15,0,r0,c6,c0,0
        lsr    r1,r0,#16
        cmp    r1,#0x40
        bne    others
        ubfx   r1,r0,#12,#4
        movw   r5,#current
        ldr    r4,[r5]
        movw   r6,#pagess
        ldr    r6,[r6,r4,lsl #2]
        ldr    r0,[r6,r1,lsl #2]
        cmp    r0,#0
        bne    others
        ldr    r0,[r6]
        add    r0,r0,r1,lsl #12
        str    r0,[r6,r1,lsl #2]
        movw   r5,#counted
        ldr    r0,[r5]
        add    r0,r0,#1
        str    r0,[r5]
        b      back
others: movw   r8,#dead
        b      tell
ended:  movw   r8,#bye
tell:   mov    r9,r4
        mov    r4,r8
        bl     puts
        movw   r5,#current
        ldr    r4,[r5]
        movw   r7,#alive
        mov    r0,#0
        str    r0,[r7,r4,lsl #2]
        mov    r0,r4
        bl     puthex
        mov    r0,r9
        bl     puthex
        ldr    r0,[sp,#56]
        bl     puthex
        bl     newline
        b      choose
nobody: movw   r4,#end
        bl     puts
        movw   r5,#ticks
        ldr    r0,[r5]
        bl     puthex
        movw   r5,#counted
        ldr    r0,[r5]
        bl     puthex
        b      finish
puts:   push   {r5,lr}
puts1:  ldrb   r0,[r4],#1
        cmp    r0,#0
        popeq  {r5,pc}
        bl     put
        b      puts1
fiqs = others
current: .long 0
alive:  .long  1, 1
saved:  .long  0x8000-72, 0x7800-72
spaces: .long  0x10000, 0x18000
pagess: .long  0x14000, 0x1c000
ticks:  .long  0
counted: .long 0
hello:  .asciz "kernel\n"
bad:    .asciz "disk error\n"
dead:   .asciz "killed "
bye:    .asciz "ended "
end:    .asciz "ticks and faults "
