; Every class of traps, from user mode: vector, error code, place, segment, flags, and for a page its address; and the ways back in.
        .org 0
        jmp    start
        .org 0x600
gdt:    .quad  0
        .quad  0x00cf9b000000ffff, 0x00cf93000000ffff      ; the kernel's code and data
        .quad  0x00cffb000000ffff, 0x00cff3000000ffff      ; the user's
        .quad  0x0000890007000067                          ; the task state segment
        .quad  0x000082007100001f, 0x00cf73000000ffff, 0x0040f3407000000f, 0x0000ec0000080000 + calls
gdt_place: .word 0x4f
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

main:   mov    ecx,0x174
        mov    eax,8
        mov    edx,0
        wrmsr
        mov    ecx,0x175
        mov    eax,0x7800
        wrmsr
        mov    ecx,0x176
        mov    eax,fast
        wrmsr
        mov    byte ptr ds:0x81d,0xee      ; everybody may use vectors 3 and 4
        mov    byte ptr ds:0x825,0xee
        mov    word ptr ds:0x900,level3    ; vector 32 stays at the user's level
        mov    word ptr ds:0x902,0x1b
        mov    word ptr ds:0x904,0xee00
        mov    word ptr ds:0x906,0x40
        mov    dword ptr ds:0x12004,0x81005        ; the user's second page is not written, the third is the kernel's
        mov    dword ptr ds:0x12008,0x82003
        mov    esi,code
        mov    ecx,last-code
        mov    eax,2
        jmp    user
fast:   mov    eax,0x46            ; SYSENTER leads here
        call   put
        call   newline
        mov    ecx,0x40f000
        mov    edx,ebp
        sysexit
calls:  mov    eax,0x47            ; the call gate leads here
        call   put
        mov    eax,cs
        call   puthex
        mov    eax,dword ptr ss:[esp+8]
        call   puthex
        call   newline
        retf
level3 = within+0x3fc000-0x400000

; What the user runs: its addresses are 3fc000 above where it stands here.
        .org 0x4000
code:   mov    ecx,0
        mov    edx,0
mov    ebp,n32+0x3fc000
        div    ecx
n32:
        mov    ebp,n33+0x3fc000
        int1
n33:
        mov    ebp,n34+0x3fc000
        int3
n34:
        mov    ebp,n35+0x3fc000
        ud2
n35:
        mov    ebp,n36+0x3fc000
        int    0x20
n36:
        mov    ebp,n37+0x3fc000
        int    0x31
n37:
        mov    ebp,n38+0x3fc000
        int    0xff
n38:
        mov    ebp,n39+0x3fc000
        mov    eax,dword ptr ds:0x500000
n39:
        mov    ebp,n40+0x3fc000
        mov    dword ptr ds:0x401000,eax
n40:
        mov    ebp,n41+0x3fc000
        mov    eax,dword ptr ds:0x402000
n41:
        mov    ebp,n42+0x3fc000
        mov    eax,dword ptr ds:0x1000
n42:
        mov    ebp,n43+0x3fc000
        int    0x21
n43:
        mov    ebp,n44+0x3fc000
        .byte  0xf0, 0x89, 0xc8
n44:
        mov    eax,0x7fffffff      ; overflow
        add    eax,1
        mov    ebp,n45+0x3fc000
        into
n45:
        mov    eax,20              ; bounds
        mov    dword ptr ds:0x404000,10
        mov    dword ptr ds:0x404004,19
        mov    ebp,n46+0x3fc000
        bound  eax,qword ptr ds:0x404000
n46:
        mov    eax,0x3b            ; segments: not there, the kernel's, none, beyond the table, of code
        mov    ebp,n47+0x3fc000
        mov    es,ax
n47:
        mov    eax,0x10
        mov    ebp,n48+0x3fc000
        mov    es,ax
n48:
        mov    eax,0
        mov    ebp,n49+0x3fc000
        mov    ss,ax
n49:
        mov    es,ax
        mov    ebp,n50+0x3fc000
        mov    al,byte ptr es:0x404000
n50:
        mov    eax,0x800
        mov    ebp,n51+0x3fc000
        mov    es,ax
n51:
        mov    eax,0x1b
        mov    ebp,n52+0x3fc000
        mov    ss,ax
n52:
        mov    es,ax
        mov    ebp,n53+0x3fc000
        mov    byte ptr es:0x404000,al
n53:
        mov    eax,0x43            ; a segment of 16 bytes from 407000 on
        mov    es,ax
        mov    dword ptr ds:0x407000,0x11223344
        mov    ebx,dword ptr es:0
        mov    eax,2
        int    0x30
        mov    ebp,n54+0x3fc000
        mov    eax,dword ptr es:13
n54:
        mov    ebx,esp             ; the stack, beyond its end
        mov    esp,0x500004
        mov    ebp,n55+0x3fc000
        pop    eax
n55:
        mov    esp,ebx
        mov    ebp,n56+0x3fc000
        jmp    0x08:0x1000
n56:
        mov    ebp,n57+0x3fc000
        call   0x23:0
n57:
        mov    ebp,n58+0x3fc000
        jmp    0x28:0
n58:
        call   0x4b:0              ; the call gate
        mov    ebp,fastback+0x3fc000
        sysenter
fastback: int  0x20
        mov    eax,0x23
        mov    ds,ax
        mov    es,ax
        mov    eax,0
        int    0x30
within: mov    eax,1
        mov    ebx,0x48
        int    0x30
        mov    ebx,10
        int    0x30
        iretd
last:

        .include "common/stubs.inc"
