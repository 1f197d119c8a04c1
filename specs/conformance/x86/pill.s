; Does it run under a monitor? Whatever completes in user mode, and shows something of the system, is tried; under a monitor nothing must
; come out otherwise.
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
        mov    eax,0x3002
        jmp    user

; What the user runs: its addresses are 3fc000 above where it stands here.
        .org 0x4000
code:   sgdt   ds:0x402000
        mov    ebx,dword ptr ds:0x402000
        mov    eax,2
        int    0x30
        mov    ebx,dword ptr ds:0x402002
        mov    eax,2
        int    0x30
        sidt   ds:0x402000
        mov    ebx,dword ptr ds:0x402000
        mov    eax,2
        int    0x30
        mov    ebx,dword ptr ds:0x402002
        mov    eax,2
        int    0x30
        sldt   ebx
        mov    eax,2
        int    0x30
        str    ebx
        mov    eax,2
        int    0x30
        smsw   bx
        and    ebx,0xffff
        mov    eax,2
        int    0x30
        mov    ebx,10
        mov    eax,1
        int    0x30
        pushfd
        pop    ebx
        and    ebx,0xff772a
        mov    eax,2
        int    0x30
        push   0x3002
        popfd
        pushfd
        pop    ebx
        and    ebx,0xff772a
        mov    eax,2
        int    0x30
        mov    ebx,cs
        mov    eax,2
        int    0x30
        mov    ebx,ss
        mov    eax,2
        int    0x30
        mov    ebx,ds
        mov    eax,2
        int    0x30
        push   fs
        pop    ebx
        mov    eax,2
        int    0x30
        mov    ebx,10
        mov    eax,1
        int    0x30
        mov    ecx,0
rights: mov    ebx,0xdead          ; all descriptors
        lar    ebx,cx
        and    ebx,0xf0ffff
        mov    eax,2
        int    0x30
        mov    ebx,0xdead
        lsl    ebx,cx
        mov    eax,2
        int    0x30
        mov    ebx,0
        verr   cx
        sete   bl
        verw   cx
        sete   bh
        mov    eax,2
        int    0x30
        add    ecx,8
        cmp    ecx,0x40
        jb     rights
        mov    ebx,10
        mov    eax,1
        int    0x30
        mov    eax,0x20
        mov    ecx,3
        arpl   ax,cx
        mov    ebx,eax
        mov    eax,2
        int    0x30
        mov    eax,0               ; what the processor says of itself, and of time
        cpuid
        mov    esi,edx
        mov    eax,2
        int    0x30
        mov    ebx,esi
        mov    eax,2
        int    0x30
        rdtsc
        mov    ebx,edx
        mov    eax,2
        int    0x30
        mov    al,0x33             ; level 3 may use ports here
        out    0x45,al
        in     al,0x45
        mov    ebx,0
        mov    bl,al
        mov    eax,2
        int    0x30
        cli
        pushfd
        pop    ebx
        and    ebx,0x200
        mov    eax,2
        int    0x30
        sti
        pushfd
        pop    ebx
        and    ebx,0x200
        mov    eax,2
        int    0x30
        mov    ebp,n64+0x3fc000
        hlt
n64:
        mov    ebp,n65+0x3fc000
        mov    eax,cr0
n65:
        mov    ebp,n66+0x3fc000
        int    0x20
n66:
        mov    eax,0
        int    0x30
last:

        .include "common/stubs.inc"
