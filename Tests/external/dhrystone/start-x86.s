# The way into the program, in 32-bit protected mode with flat segments, as specs/x86.isa comes out of reset.

        .section .start, "ax"
        .globl  start
start:  movl    $0x200000, %esp
        call    main
        cli
        hlt

        .section .note.GNU-stack, "", @progbits
