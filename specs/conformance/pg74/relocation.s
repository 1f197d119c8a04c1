; The supervisor moves its users about: one program at several places, memory that two of them share, bounds that grow
; when they are met.
        .org 4
        .unit 0, handler, 0, 0x1000000
start:  li   r0,0
        li   r5,0x1000        ; the first place
again:  la   r1,body          ; a copy of the program goes there
        add  r2,r5,r0
        li   r3,64
copy:   ld   r4,0(r1)
        st   r4,0(r2)
        addi r1,r1,1
        addi r2,r2,1
        addi r3,r3,-1
        bne  r3,r0,copy
        st   r5,place         ; it runs in 32 words, of which it needs more
        li   r1,32
        st   r1,bound
        li   r1,0
        st   r1,entry
        st   r5,now
        jmp  go

; Each place is 0x111 words behind the last one; the fifth one overlaps nothing and ends it.
next:   ld   r5,now
        addi r5,r5,0x111
        li   r1,0x1444
        bltu r5,r1,again

; Two windows on the same words: what one user writes the other one reads
        li   r1,0x123
        st   r1,0x2010
        li   r1,0x2000
        st   r1,place
        li   r1,0x40
        st   r1,bound
        la   r1,alias         ; the program stands in the shared words
        li   r2,0x2000
        li   r3,16
copy2:  ld   r4,0(r1)
        st   r4,0(r2)
        addi r1,r1,1
        addi r2,r2,1
        addi r3,r3,-1
        bne  r3,r0,copy2
        st   r0,entry
        jmp  go
shifted:                      ; the same words, 8 further down: address 0x18 is what 0x10 was
        ld   r1,0x2010
        call r7,puthex
        li   r1,0x1ff8
        st   r1,place
        li   r1,16
        st   r1,entry
        jmp  go

; The supervisor moves itself: location 0x40, and everything goes on one place lower
moved:  la   r1,here
        li   r2,0x3000
        li   r3,32
copy3:  ld   r4,0(r1)
        st   r4,0(r2)
        addi r1,r1,1
        addi r2,r2,1
        addi r3,r3,-1
        bne  r3,r0,copy3
        lpsw away
away:   .unit 0, 0, 0x3000, 0x100
here:   lrb  r1,r2            ; runs at 0 of location 0x3000
        svc  7

go:     li   r1,0x80000
        shli r1,r1,12
        st   r1,psw
        ld   r1,entry
        st   r1,psw+1
        ld   r1,place
        st   r1,psw+2
        ld   r1,bound
        st   r1,psw+3
        lpsw psw
psw:    .space 4
place:  .unit 0
bound:  .unit 0
entry:  .unit 0
now:    .unit 0

; The program: fills a table far beyond its bounds, and sums it up
body:   li   r1,40
        li   r2,0
        li   r4,100
        st   r1,0(r1)
        add  r2,r2,r1
        addi r1,r1,1
        bltu r1,r4,3          ; addresses are its own
        ld   r3,99
        svc  1
        .org body+64

alias:  ld   r1,0x10
        addi r1,r1,1
        st   r1,0x10
        svc  2
        .space 4
        ld   r1,0x18
        addi r1,r1,1
        st   r1,0x18
        svc  3

handler:
        st   r1,saved
        st   r2,saved+1
        st   r3,saved+2
        st   r4,saved+3
        ld   r5,0             ; what has happened
        shri r5,r5,24
        andi r5,r5,63
        li   r6,1
        beq  r5,r6,grow
        ld   r1,0
        call r7,puthex
        ld   r1,1
        call r7,puthex
        ld   r1,2
        call r7,puthex
        ld   r1,3
        call r7,puthex
        ld   r1,saved
        call r7,puthex
        ld   r1,saved+1
        call r7,puthex
        ld   r1,saved+2
        call r7,puthex
        li   r2,10
        out  r2,console_data
        ld   r5,0
        andi r5,r5,0xff
        li   r6,1
        beq  r5,r6,next
        li   r6,2
        beq  r5,r6,shifted
        li   r6,3
        beq  r5,r6,ended
        li   r6,7
        beq  r5,r6,halted
halted: halt
ended:  ld   r1,0x2010
        call r7,puthex
        jmp  moved
; a memory trap: eight words more, and again
grow:   li   r2,43
        out  r2,console_data
        ld   r1,3
        addi r1,r1,8
        st   r1,3
        ld   r1,saved
        ld   r2,saved+1
        ld   r3,saved+2
        ld   r4,saved+3
        lpsw 0
saved:  .space 4

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

