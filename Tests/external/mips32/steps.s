# Takes the steps that the records at `records` describe, one after the other, and writes what came of each through the serial port.
# Layout of a record, in words: 0 Status, 1 to 31 registers 1 to 31, 32 HI, 33 LO, 34 to 49 memory, 50 HWREna, 51 whether the TLB must be set up, 52 to 63
# unused, 64 to 127 code,
# of which the 24th is where the step begins. After a step the registers, memory and coprocessor 0 are compared with what they were, and what differs is written as pairs of
# its place in the layout of `before` in one byte and its value in four, and FF behind the last; FE ends it all.
#
# The code runs where it stands, in 0x02000000 and on, which is physical memory; 0x00500000 is the memory of the record, 0x00501000 the same and not to be written,
# 0x00600000 not valid; other addresses of that kind are not mapped.

        .set    noreorder
        .set    noat
        .equ    CODE, 0x02000000
        .equ    MEMORY, 0x00500000
        .equ    INVALID, 0x00600000
        .equ    MEMORY_PLACE, 0x00F02000
        .equ    SERIAL, 0xB80003F8
        .equ    POWER, 0xBF000510
        .equ    RESET, 0xBF000500
        .equ    WORDS, 62

        .section .text.start, "ax"
        .globl  start
start:  mtc0    $zero, $12
        mtc0    $zero, $13
        lui     $sp, 0x80F8
        # Handlers
        la      $a0, refill
        lui     $a1, 0x8000
        jal     copy
        nop
        la      $a0, general
        lui     $a1, 0x8000
        ori     $a1, $a1, 0x180
        jal     copy
        nop
        # A mapping that matches nothing, in every entry
        mtc0    $zero, $2
        mtc0    $zero, $3
        mtc0    $zero, $5
        mtc0    $zero, $6
        lui     $t0, 0x8000
        move    $t1, $zero
1:      mtc0    $t0, $10
        mtc0    $t1, $0
        nop
        tlbwi
        addiu   $t1, $t1, 1
        addiu   $t0, $t0, 0x2000
        sltiu   $t2, $t1, 16
        bnez    $t2, 1b
        nop
        la      $s0, records
        la      $s1, records_end
next:   sltu    $t0, $s0, $s1
        beqz    $t0, done
        nop
        lw      $t0, 51 * 4($s0)
        beqz    $t0, 1f
        nop
        jal     mapping
        nop
1:      jal     reset
        nop
        # Memory
        li      $t0, 0xA0000000 + MEMORY_PLACE
        addiu   $t1, $s0, 34 * 4
        li      $t2, 16
4:      lw      $t3, 0($t1)
        addiu   $t1, $t1, 4
        sw      $t3, 0($t0)
        addiu   $t2, $t2, -1
        bnez    $t2, 4b
        addiu   $t0, $t0, 4
        # What all is before the step
        la      $s2, before
        addiu   $t0, $s0, 4
        move    $t1, $s2
        li      $t2, 49
5:      lw      $t3, 0($t0)
        addiu   $t0, $t0, 4
        sw      $t3, 0($t1)
        addiu   $t2, $t2, -1
        bnez    $t2, 5b
        addiu   $t1, $t1, 4
        lw      $t3, 0($s0)
        mtc0    $t3, $12
        mtc0    $zero, $13
        li      $t3, CODE - 0x80000000 + 88 * 4
        addu    $t3, $t3, $s0
        mtc0    $t3, $14
        nop
        .if     RELEASE >= 2
        lw      $t3, 50 * 4($s0)
        mtc0    $t3, $7
        .endif
        move    $a0, $s2
        jal     system
        nop
        # Always written
        li      $t0, -1
        sw      $t0, 50 * 4($s2)
        sw      $t0, 53 * 4($s2)
        sw      $zero, 61 * 4($s2)
        la      $k0, pointer
        sw      $s0, 0($k0)
        sw      $s1, 4($k0)
        # Go
        move    $k0, $s2
        lw      $t0, 31 * 4($k0)
        mthi    $t0
        lw      $t0, 32 * 4($k0)
        mtlo    $t0
        .irp    n, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 27, 28, 29, 30, 31
        lw      $\n, (\n - 1) * 4($k0)
        .endr
        lw      $26, 25 * 4($k0)
        eret
        nop

        .macro  handler number
        mtc0    $k0, $30
        la      $k0, after
        .irp    n, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 27, 28, 29, 30, 31
        sw      $\n, (\n - 1) * 4($k0)
        .endr
        addiu   $t0, $zero, \number
        la      $t1, returned
        jr      $t1
        sw      $t0, 61 * 4($k0)
        .endm
refill: handler 1
        .balign 4
        .org    refill + 0x180
general: handler 2
        .org    general + 0x180

returned:
        mfc0    $t0, $30
        sw      $t0, 25 * 4($k0)
        mfhi    $t0
        sw      $t0, 31 * 4($k0)
        mflo    $t0
        sw      $t0, 32 * 4($k0)
        move    $s2, $k0
        move    $a0, $k0
        jal     system
        nop
        # Back to what a handler is used to
        mtc0    $zero, $12
        lui     $sp, 0x80F8
        li      $t0, 0xA0000000 + MEMORY_PLACE
        addiu   $t1, $s2, 33 * 4
        li      $t2, 16
1:      lw      $t3, 0($t0)
        addiu   $t0, $t0, 4
        sw      $t3, 0($t1)
        addiu   $t2, $t2, -1
        bnez    $t2, 1b
        addiu   $t1, $t1, 4
        la      $t0, pointer
        lw      $s0, 0($t0)
        lw      $s1, 4($t0)
        # What differs; the serial port is never busy on either machine
        li      $s5, SERIAL
        la      $s3, before
        move    $s4, $zero
2:      lw      $t0, 0($s2)
        lw      $t1, 0($s3)
        beq     $t0, $t1, 3f
        nop
        lw      $t2, 0($s2)
        sb      $s4, 0($s5)
        .irp    n, 24, 16, 8, 0
        srl     $t1, $t2, \n
        sb      $t1, 0($s5)
        .endr
3:      addiu   $s2, $s2, 4
        addiu   $s4, $s4, 1
        sltiu   $t0, $s4, WORDS
        bnez    $t0, 2b
        addiu   $s3, $s3, 4
        li      $t0, 0xFF
        sb      $t0, 0($s5)
        b       next
        addiu   $s0, $s0, 512

done:   li      $t0, 0xFE
        li      $t1, SERIAL
        sb      $t0, 0($t1)
        li      $t1, POWER
        sb      $zero, 0($t1)
        # A Malta has no such switch, but it can be reset.
        li      $t1, RESET
        li      $t0, 0x42
        sw      $t0, 0($t1)
2:      b       2b
        nop

# The registers of coprocessor 0 that steps may change, to word 49 and on of $a0. Pending interrupts are no part of Cause here.
system: mfc0    $t0, $12
        sw      $t0, 49 * 4($a0)
        mfc0    $t0, $13
        li      $t1, 0xB080037C
        and     $t0, $t0, $t1
        sw      $t0, 50 * 4($a0)
        mfc0    $t0, $14
        sw      $t0, 51 * 4($a0)
        mfc0    $t0, $8
        sw      $t0, 52 * 4($a0)
        mfc0    $t0, $4
        sw      $t0, 53 * 4($a0)
        mfc0    $t0, $10
        sw      $t0, 54 * 4($a0)
        mfc0    $t0, $2
        sw      $t0, 55 * 4($a0)
        mfc0    $t0, $3
        sw      $t0, 56 * 4($a0)
        mfc0    $t0, $5
        sw      $t0, 57 * 4($a0)
        mfc0    $t0, $0
        sw      $t0, 58 * 4($a0)
        mfc0    $t0, $6
        sw      $t0, 59 * 4($a0)
        .if     RELEASE >= 2
        mfc0    $t0, $7
        sw      $t0, 60 * 4($a0)
        .endif
        jr      $ra
        nop

# The three entries that steps rely on.
mapping:
        .macro  entry number, address, even, odd
        li      $t0, \address
        mtc0    $t0, $10
        li      $t0, \even
        mtc0    $t0, $2
        li      $t0, \odd
        mtc0    $t0, $3
        li      $t0, \number
        mtc0    $t0, $0
        nop
        tlbwi
        nop
        .endm
        mtc0    $zero, $5
        .irp    n, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
        entry   \n, 0x80000000 + (\n << 13), 0, 0
        .endr
        entry   1, MEMORY, MEMORY_PLACE >> 6 | 0x17, MEMORY_PLACE >> 6 | 0x13
        entry   2, INVALID, 0x15, 0x15
        li      $t0, 0x01FFE000
        mtc0    $t0, $5
        entry   0, CODE, 0x17, 1
        jr      $ra
        nop

# Coprocessor 0 as steps find it.
reset:  mtc0    $zero, $4
        mtc0    $zero, $5
        mtc0    $zero, $10
        mtc0    $zero, $2
        mtc0    $zero, $3
        mtc0    $zero, $0
        mtc0    $zero, $6
        .if     RELEASE >= 2
        mtc0    $zero, $7
        .endif
        jr      $ra
        nop

copy:   li      $t0, 0x60
1:      lw      $t1, 0($a0)
        addiu   $a0, $a0, 4
        sw      $t1, 0($a1)
        addiu   $t0, $t0, -1
        bnez    $t0, 1b
        addiu   $a1, $a1, 4
        jr      $ra
        nop

        .data
        .balign 8
pointer: .space 8
before: .space  WORDS * 4
after:  .space  WORDS * 4
        .section .records, "a"
records:
        .incbin RECORDS
records_end:
