; Prints its lines, computing between the characters, and gives the processor away after each.
        .org 0x400000
        mov    ebp,4
line:   mov    esi,text
char:   mov    ebx,0
        mov    bl,byte ptr ds:[esi]
        test   ebx,ebx
        je     ended
        mov    eax,1
        int    0x30
        mov    ecx,300
busy:   sub    ecx,1
        jne    busy
        add    esi,1
        jmp    char
ended:  mov    eax,3
        int    0x30
        sub    ebp,1
        jne    line
        mov    eax,0
        int    0x30
text:   .asciz "one word more\n"
