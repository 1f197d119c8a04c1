@ Takes the steps that the records at `records` describe, one after the other, and writes what came of each through the serial port: numbers of words of
@ `after`, each with the word, and FF behind the last. A step ends with an exception, its own or that of an undefined instruction behind it.
@
@ Layout of a record, in words: 0 CPSR, 1 SCTLR, 2 to 14 R0 to R12, 15 to 29 SP, LR and SPSR of IRQ, SVC, ABT, UND and FIQ, 30 to 34 R8 to R12 of FIQ,
@ 35 and 36 SP and LR of User mode, 37 to 52 memory, 53 to 63 unused, 64 to 79 code, of which the ninth word is the step.
@
@ The image stands at 00100000 of virtual memory, wherever it was loaded; 00400000 is the memory of the record, 00500000 the same and not to be
@ written, 00600000 is not User mode's; 1C000000 and 1C100000 hold the devices. Nothing else is mapped.

        .arch   armv7-a
        .arm
        .equ    BASE, 0x00100000
        .equ    TABLE, 0x00004000
        .equ    MEMORY, 0x00400000
        .equ    SERIAL, 0x1C090000
        .equ    RECORD, 80 * 4
        .equ    CODE, 72 * 4
        .equ    WORDS, 60
        .equ    FIQ, 0x11
        .equ    IRQ, 0x12
        .equ    SVC, 0x13
        .equ    ABT, 0x17
        .equ    UND, 0x1B
        .equ    SYS, 0x1F

        .text
start:  adr     r11, start
        ldr     r0, =start
        sub     r11, r11, r0            @ physical minus virtual
        add     r1, r11, #TABLE
        mov     r2, #0
        mov     r3, #4096
1:      str     r2, [r1], #4
        subs    r3, r3, #1
        bne     1b
        add     r1, r11, #TABLE
        @ Here, where the image is loaded, and where it runs
        mov     r2, #1
2:      add     r3, r11, r2, lsl #20
        orr     r4, r3, #0xC00
        orr     r4, r4, #0x0E
        str     r4, [r1, r2, lsl #2]
        lsr     r5, r3, #20
        str     r4, [r1, r5, lsl #2]
        add     r2, r2, #1
        cmp     r2, #4
        bne     2b
        add     r3, r11, #MEMORY
        orr     r4, r3, #0xC00
        orr     r4, r4, #0x0E
        str     r4, [r1, #4 * 4]
        orr     r4, r4, #0x8000
        str     r4, [r1, #5 * 4]
        add     r3, r3, #0x200000
        orr     r4, r3, #0x400
        orr     r4, r4, #0x0E
        str     r4, [r1, #6 * 4]
        ldr     r4, =0x1C000C06
        ldr     r2, =0x1C0 * 4
        str     r4, [r1, r2]
        add     r4, r4, #0x100000
        add     r2, r2, #4
        str     r4, [r1, r2]
        mcr     p15, 0, r1, c2, c0, 0
        mov     r0, #0
        mcr     p15, 0, r0, c2, c0, 2
        mov     r0, #1
        mcr     p15, 0, r0, c3, c0, 0
        mov     r0, #0
        mcr     p15, 0, r0, c8, c7, 0
        ldr     r0, =0x00C50079
        mcr     p15, 0, r0, c1, c0, 0
        isb
        ldr     pc, =mapped
mapped: ldr     r0, =vectors
        mcr     p15, 0, r0, c12, c0, 0
        ldr     r0, =records
        ldr     r1, =delta
        str     r11, [r1]
next:   ldr     r1, =records_end
        cmp     r0, r1
        bhs     done
        ldr     r1, =current
        str     r0, [r1]
        msr     cpsr_c, #0xC0 + SVC
        ldr     r1, [r0, #1 * 4]
        mrc     p15, 0, r2, c1, c0, 0
        cmp     r1, r2
        mcrne   p15, 0, r1, c1, c0, 0
        isb
        mov     r1, #0
        mcr     p15, 0, r1, c5, c0, 0
        mcr     p15, 0, r1, c5, c0, 1
        mcr     p15, 0, r1, c6, c0, 0
        mcr     p15, 0, r1, c6, c0, 2
        clrex
        ldr     r1, =MEMORY
        add     r2, r0, #37 * 4
        mov     r3, #16
3:      ldr     r4, [r2], #4
        str     r4, [r1], #4
        subs    r3, r3, #1
        bne     3b
        @ Banks
        add     r1, r0, #15 * 4
        .irp    mode, IRQ, SVC, ABT, UND, FIQ
        msr     cpsr_c, #0xC0 + \mode
        ldmia   r1!, {r2-r4}
        mov     sp, r2
        mov     lr, r3
        msr     spsr_cxsf, r4
        .endr
        ldmia   r1!, {r8-r12}
        msr     cpsr_c, #0xC0 + SYS
        ldmia   r1!, {r2-r3}
        mov     sp, r2
        mov     lr, r3
        @ It begins from Undefined mode, or from Abort mode if it is in that
        ldr     r2, [r0]
        and     r3, r2, #0x1F
        cmp     r3, #UND
        beq     4f
        msr     cpsr_c, #0xC0 + UND
        b       5f
4:      msr     cpsr_c, #0xC0 + ABT
5:      msr     spsr_cxsf, r2
        add     r3, r0, #CODE
        add     r4, r0, #2 * 4
        ldr     sp, =frame
        mov     r5, sp
        mov     r6, #13
6:      ldr     r7, [r4], #4
        str     r7, [r5], #4
        subs    r6, r6, #1
        bne     6b
        str     r3, [r5]
        ldmia   sp, {r0-r12, pc}^
        .ltorg

        .balign 32
vectors: b      reset
        b       undefined
        b       supervisor
        b       prefetch
        b       data
        b       .
        b       interrupt
        b       fast
        .macro  handler number
        mcr     p15, 0, sp, c13, c0, 4
        ldr     sp, =after
        stmia   sp, {r0-r12}
        mov     r0, #\number
        b       common
        .endm
reset:  handler 0
undefined: handler 1
supervisor: handler 2
prefetch: handler 3
data:   handler 4
interrupt: handler 6
fast:   handler 7
common: add     r4, sp, #13 * 4
        mrs     r1, cpsr
        mrs     r2, spsr
        mov     r3, lr
        mrc     p15, 0, r5, c13, c0, 4
        stmia   r4!, {r0-r3, r5}
        mrc     p15, 0, r0, c5, c0, 0
        mrc     p15, 0, r1, c5, c0, 1
        mrc     p15, 0, r2, c6, c0, 0
        mrc     p15, 0, r3, c6, c0, 2
        stmia   r4!, {r0-r3}
        .irp    mode, IRQ, SVC, ABT, UND, FIQ
        msr     cpsr_c, #0xC0 + \mode
        mov     r0, sp
        mov     r1, lr
        mrs     r2, spsr
        stmia   r4!, {r0-r2}
        .endr
        stmia   r4!, {r8-r12}
        msr     cpsr_c, #0xC0 + SYS
        mov     r0, sp
        mov     r1, lr
        stmia   r4!, {r0-r1}
        msr     cpsr_c, #0xC0 + SVC
        ldr     r0, =MEMORY
        mov     r1, #16
7:      ldr     r2, [r0], #4
        str     r2, [r4], #4
        subs    r1, r1, #1
        bne     7b
        @ What is not as the record says is written, and what it says nothing of: a word's number, and the word
        ldr     r0, =after
        ldr     r1, =SERIAL
        ldr     r6, =current
        ldr     r6, [r6]
        mov     r2, #0
8:      ldr     r3, [r0, r2, lsl #2]
        cmp     r2, #13
        addlo   r7, r2, #2
        blo     9f
        cmp     r2, #22
        blo     10f
        sub     r7, r2, #7
9:      ldr     r7, [r6, r7, lsl #2]
        cmp     r3, r7
        beq     11f
10:     strb    r2, [r1]
        strb    r3, [r1]
        lsr     r3, r3, #8
        strb    r3, [r1]
        lsr     r3, r3, #8
        strb    r3, [r1]
        lsr     r3, r3, #8
        strb    r3, [r1]
11:     add     r2, r2, #1
        cmp     r2, #WORDS
        bne     8b
        mov     r3, #0xFF
        strb    r3, [r1]
        ldr     r0, =current
        ldr     r0, [r0]
        add     r0, r0, #RECORD
        b       next
done:   ldr     r0, =delta
        ldr     r0, [r0]
        ldr     r1, =0x1C0100A4         @ Versatile Express: the system's configuration, shut down
        ldr     r2, =0xC0800000
        cmp     r0, #0
        strne   r2, [r1]
        ldr     r1, =0x1C150008         @ the board of the specification
        streq   r2, [r1]
        b       .
        .ltorg
        .balign 8
current: .word  0
delta:  .word   0
frame:  .space  14 * 4
after:  .space  WORDS * 4
        .balign 16384
records: .incbin "steps-records.bin"
records_end:
