; Arithmetic, branches, memory, strings and shifts in user mode; checksums of all of it are printed.
        .org 0
        jmp    start
        .org 0x600
gdt:    .quad  0
        .quad  0x00cf9b000000ffff, 0x00cf93000000ffff      ; the kernel's code and data
        .quad  0x00cffb000000ffff, 0x00cff3000000ffff      ; the user's
        .quad  0x0000890007000067                          ; the task state segment
        .quad  0x000082007100001f
gdt_place: .word 0x37
        .long  0x600
idt_place: .word 0x187
        .long  0x800
        .org 0x1000
; The descriptor tables stand from 600 and 800 on, the task state segment at 700; what is called for vector n stands 16 n behind stubs.
start:  mov    esp,0x8000
        .include "common/start.inc"
        .include "common/paging.inc"
        jmp    main

; common: every vector comes here; registers are kept. Calls by vector 30: 0 ends, 1 prints the character and 2 the number in ebx, 3 goes on at
; level 0 at ebp. Everything else is logged: vector, code, place, segment, flags, and for a page the address; it goes on at ebp.
common: pushad
        push   ds
        mov    eax,0x10
        mov    ds,ax
        mov    eax,dword ptr ss:[esp+36]
        .include "common/calls.inc"
        .include "common/print.inc"
        .include "common/user.inc"

main:   mov    esi,code
        mov    ecx,last-code
        mov    eax,2
        jmp    user

; What the user runs: its addresses are 3fc000 above where it stands here.
        .org 0x4000
code:   mov    ebx,0
        mov    ecx,1
sums:   mov    eax,ecx             ; the sum of the squares up to 2000
        imul   eax,ecx
        add    ebx,eax
        add    ecx,1
        cmp    ecx,2000
        jbe    sums
        mov    eax,2
        int    0x30
        mov    eax,1               ; a generator of numbers, into memory by words
        mov    edi,0x402000
        mov    ecx,1000
        cld
fill:   imul   eax,eax,1664525
        add    eax,1013904223
        stosd
        sub    ecx,1
        jne    fill
        mov    esi,0x402000        ; they are copied, compared and added
        mov    edi,0x404000
        mov    ecx,1000
        rep movsd
        mov    esi,0x402000
        mov    edi,0x404000
        mov    ecx,1000
        repe cmpsd
        mov    ebx,ecx
        mov    eax,2
        int    0x30
        mov    ecx,1000
        mov    ebx,0
adds:   add    ebx,dword ptr ds:[ecx*4+0x403ffc]
        adc    ebx,0
        rol    ebx,3
        sub    ecx,1
        jne    adds
        mov    eax,2
        int    0x30
        mov    eax,0x12345678      ; division, decimal digits, double shifts
        mov    edx,0
        mov    ecx,10
        div    ecx
        mov    ebx,eax
        shld   ebx,edx,5
        bsf    ecx,ebx
        xor    ebx,ecx
        bswap  ebx
        mov    eax,2
        int    0x30
        mov    ecx,12              ; factorials by a procedure that calls itself
        call   factor
        mov    ebx,eax
        mov    eax,2
        int    0x30
        pushfd
        pop    ebx
        and    ebx,0xcd5
        mov    eax,2
        int    0x30
        mov    eax,0
        int    0x30
factor: cmp    ecx,1
        jbe    one
        push   ecx
        sub    ecx,1
        call   factor
        pop    ecx
        mul    ecx
        ret
one:    mov    eax,1
        ret
last:

        .include "common/stubs.inc"
