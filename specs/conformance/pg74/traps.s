; Every class of traps, from both modes: what the old program status word holds.
        .org 4
        .unit 0, handler, 0, 0x1000000
start:  li   r0,0
        svc  0
        svc  0xffffff
        .unit 0               ; illegal: blank memory
        .unit 0xff123456
        .unit 0x20000001      ; a field that must be 0
        li   r5,7
        div  r5,r5,r0
        rem  r5,r5,r0
        lpsw user
user:   .unit 0xc0000000, work, 0, 0x400

work:   svc  1
        svc  0xabcdef
        .unit 0
        .unit 0x15000000
        div  r1,r2,r0
        rem  r1,r2,r0
        ld   r1,0x3ff         ; the last word that is there
        ld   r1,0x400         ; and the first that is not
        st   r1,0x400
        li   r5,-1
        ld   r1,0(r5)         ; the last address of all
        st   r1,1(r5)         ; wraps around to 0: the old status word
        ld   r1,-5(r5)
        halt
        call r6,over          ; far calls, and the return
        svc  2
        svc  98
; a user program far from its place: location + address wraps past the end of memory
        lpsw far
far:    .unit 0x80000000, 0, 0xfffffe, 0x10
over:   ret  r6

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
; SVC 99 halts, SVC 98 goes on in supervisor mode; after everything else the next instruction comes.
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
        ld   r1,0
        liu  r2,0x3fff
        ori  r2,r2,0xffff
        and  r1,r1,r2
        liu  r2,0x0300
        ori  r2,r2,99
        beq  r1,r2,finish
        liu  r2,0x0300
        ori  r2,r2,98
        beq  r1,r2,again
        ld   r1,2             ; the far program ends here
        bne  r1,r0,finish
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
