; Arithmetic, shifts, bytes, block transfers, a pushdown list and memory in user mode, with a checksum that is printed at the end.
        .org 0x20
        .unit 0
        jsr  ac0,handler
        .org 0x200
start:  datao 0,window
        jrst 1,work
window: .unit 15 << 28        ; the user has the first 16 K words, as they stand

work:   movei ac1,1           ; the checksum
        movei ac2,0
loop:   imuli ac1,12345
        addi ac1,6789
        move ac5,1
        andi ac5,63
        move ac6,table(ac5)
        xor  ac6,1
        rot  ac6,7
        movem ac6,table(ac5)
        move ac7,1
        lsh  ac7,-9
        iori ac7,1
        move ac10,1
        idiv ac10,7           ; the quotient is in 10 octal, the rest in 11
        add  ac1,0o10
        xor  ac1,0o11
        move ac10,1
        mul  ac10,6
        ashc ac10,-3
        sub  ac1,0o11
        hlre ac7,1
        add  ac1,7
        addi ac2,1
        caige ac2,400
        jrst loop
        move ac16,list        ; what the table holds goes into it, by bytes of 9 bits
        movei ac2,256
bytes:  ildb ac6,pointer
        pushj ac16,mix
        sojg ac2,bytes
        movsi ac3,table       ; and by words of a copy
        hrri ac3,copy
        blt  ac3,copy+63
        movei ac2,63
words:  add  ac1,copy(ac2)
        rot  ac1,5
        sojge ac2,words
        muuo 40,ac1,0
mix:    rot  ac1,3
        add  ac1,6
        xor  ac1,0(ac16)      ; the word that PUSHJ has saved: PC and flags
        popj ac16,0

handler: .unit 0
        jsp  ac17,putoct
        jrst 4,handler

; putoct: prints ac1 as twelve octal digits and a space; uses ac1 to ac3, returns to ac17
putoct: movei ac3,12
digit:  rot  ac1,3
        move ac2,1
        andi ac2,7
        addi ac2,'0'
        datao 20,2
        sojg ac3,digit
        movei ac2,' '
        datao 20,2
        jrst 0(ac17)

pointer: .unit 36 << 30 | 9 << 24 | table
list:   .unit 0o777700 << 18 | area
area:   .space 64
table:  .space 64
copy:   .space 64
