; Does it run under a monitor? Whatever completes in user mode is tried, in both modes; under a monitor nothing must
; come out otherwise: not the mode, not the place, not the bounds, not what lies around the program.
        .org 4
        .unit 0, handler, 0, 0x1000000
start:  li   r0,0
        call r6,probe         ; in supervisor mode
        svc  1                ; its status: supervisor mode, location 0, all of memory
        lrb  r1,r2
        add  r3,r2,r0
        call r7,puthex
        add  r1,r3,r0
        call r7,puthex
        li   r2,10
        out  r2,console_data
; in user mode, at a place of its own
        la   r1,0x0
        li   r2,0x2000
        li   r3,0x300
copy:   ld   r4,0(r1)
        st   r4,0(r2)
        addi r1,r1,1
        addi r2,r2,1
        addi r3,r3,-1
        bne  r3,r0,copy
        lpsw user
user:   .unit 0x80000000, below, 0x2000, 0x800
below:  call r6,probe
        svc  2
        ld   r1,0x800         ; what lies behind its bound
        st   r1,0x800
        ld   r1,-1
        lrb  r1,r2            ; and what it may not ask for
        in   r1,clock
        svc  99

; What can be asked: where the program counter is, what addresses are, what stands where it stands.
probe:  call r5,nexti
nexti:  add  r1,r5,r0
        st   r1,results
        la   r1,results
        st   r1,results+1
        la   r1,-1
        st   r1,results+2
        ld   r1,probe
        st   r1,results+3
        ld   r1,4             ; the new status word, as it was written
        st   r1,results+4
        ld   r1,5
        st   r1,results+5
        ld   r1,6
        st   r1,results+6
        ld   r1,7
        st   r1,results+7
        li   r1,0             ; a checksum over all of the program's memory, its results aside
        li   r2,0
around: ld   r3,0(r2)
        la   r4,results
        bltu r2,r4,take
        la   r4,results+16
        bltu r2,r4,skip
take:   add  r1,r1,r3
        shli r4,r1,5
        shri r3,r1,27
        or   r1,r3,r4
skip:   addi r2,r2,1
        li   r4,0x2ff
        bltu r2,r4,around
        st   r1,results+8
; the code may change itself, and that must be seen
        li   r1,0x13
        shli r1,r1,24
        liu  r2,0x20
        or   r1,r1,r2         ; li r1,0
        ori  r1,r1,77
        st   r1,patched
patched: li  r1,1
        st   r1,results+9
        la   r1,results       ; shown by the supervisor
        svc  97
        ret  r6
results: .space 16

; puthex: prints r1 as eight hexadecimal digits and a space; uses r1 to r4, returns to r7
puthex: li   r3,8
digit:  shri r2,r1,28
        shli r1,r1,4
        li   r4,10
        bltu r2,r4,small
        addi r2,r2,7
small:  addi r2,r2,48
        out  r2,console_data
        li   r4,1
        sub  r3,r3,r4
        bne  r3,r0,digit
        li   r2,32
        out  r2,console_data
        ret  r7

; Every trap is logged: the old status, with mode, interrupts, cause and detail, the counter, location and bound.
; SVC 99 halts; after everything else the next instruction comes.
handler:
        st   r1,saved1
        st   r2,saved2
        st   r3,saved3
        st   r4,saved4
        st   r5,saved5
        st   r6,saved6
        st   r7,saved7
        st   r0,saved0
        li   r0,0
        li   r5,0
logged: ld   r1,0(r5)
        call r7,puthex
        addi r5,r5,1
        li   r6,4
        bne  r5,r6,logged
        li   r2,10
        out  r2,console_data
        liu  r2,0x0300        ; SVC 97 shows the words at r1
        ori  r2,r2,97
        liu  r3,0x3fff
        ori  r3,r3,0xffff
        ld   r1,0
        and  r1,r1,r3
        bne  r1,r2,noshow
        ld   r5,saved1
        ld   r6,2
        add  r5,r5,r6
        li   r6,10
show:   ld   r1,0(r5)
        call r7,puthex
        addi r5,r5,1
        addi r6,r6,-1
        bne  r6,r0,show
        li   r2,10
        out  r2,console_data
noshow: ld   r1,0
        liu  r2,0x3fff
        ori  r2,r2,0xffff
        and  r1,r1,r2
        liu  r2,0x0300
        ori  r2,r2,99
        beq  r1,r2,finish
        liu  r2,0x0300
        ori  r2,r2,98
        beq  r1,r2,again
        ld   r1,1
        addi r1,r1,1
        st   r1,1
        ld   r0,saved0
        ld   r1,saved1
        ld   r2,saved2
        ld   r3,saved3
        ld   r4,saved4
        ld   r5,saved5
        ld   r6,saved6
        ld   r7,saved7
        lpsw 0
finish: halt
again:  ld   r5,1
        addi r5,r5,1
        ret  r5
saved0: .unit 0
saved1: .unit 0
saved2: .unit 0
saved3: .unit 0
saved4: .unit 0
saved5: .unit 0
saved6: .unit 0
saved7: .unit 0
