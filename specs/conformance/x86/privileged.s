; Every privileged instruction: in the kernel its result, from user mode its trap.
;! input xy
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

main:   pushfd                     ; the flag of interrupts
        pop    eax
        and    eax,0x3200
        call   puthex
        push   0x3202
        popfd
        cli
        pushfd
        pop    eax
        and    eax,0x3200
        call   puthex
        sti
        pushfd
        pop    eax
        and    eax,0x3200
        call   puthex
        push   2
        popfd
        call   newline
        mov    eax,cr0             ; control registers
        call   puthex
        mov    eax,cr0
        or     eax,0x2e
        mov    cr0,eax
        mov    eax,cr0
        call   puthex
        clts
        mov    eax,cr0
        call   puthex
        mov    eax,9
        lmsw   ax
        smsw   ax
        and    eax,0xffff
        call   puthex
        clts
        mov    eax,0x12345678
        mov    cr2,eax
        mov    eax,0
        mov    eax,cr2
        call   puthex
        mov    eax,cr3
        call   puthex
        mov    eax,cr3
        mov    cr3,eax
        mov    eax,0x9e
        mov    cr4,eax
        mov    eax,cr4
        call   puthex
        mov    eax,0
        mov    cr4,eax
        call   newline
        sgdt   ds:0x7000           ; tables
        mov    eax,dword ptr ds:0x7000
        call   puthex
        mov    eax,dword ptr ds:0x7002
        call   puthex
        sidt   ds:0x7008
        mov    eax,dword ptr ds:0x7008
        call   puthex
        mov    eax,dword ptr ds:0x700a
        call   puthex
        lidt   ds:0x7008
        lgdt   ds:0x7000
        mov    eax,0x30
        lldt   ax
        mov    eax,0
        sldt   eax
        call   puthex
        str    eax
        call   puthex
        mov    eax,dword ptr ds:0x62c      ; the task is busy
        call   puthex
        call   newline
        mov    eax,0x1234          ; debug registers
        mov    dr0,eax
        mov    eax,0xffffffff
        mov    dr6,eax
        mov    eax,0x500
        mov    dr7,eax
        mov    eax,dr0
        call   puthex
        mov    eax,dr6
        call   puthex
        mov    eax,dr7
        call   puthex
        mov    ecx,0x174           ; model-specific registers
        mov    eax,8
        mov    edx,0
        wrmsr
        mov    eax,0
        rdmsr
        call   puthex
        mov    ecx,0xc1
        mov    eax,77
        wrmsr
        mov    ecx,0
        rdpmc
        call   puthex
        mov    ecx,0x10
        mov    eax,1000
        mov    edx,0
        wrmsr
        rdtsc
        mov    eax,edx
        call   puthex
        call   newline
        mov    eax,0               ; identification
        cpuid
        push   ecx
        push   edx
        push   eax
        mov    eax,ebx
        call   puthex
        pop    eax
        call   puthex
        pop    eax
        call   puthex
        pop    eax
        call   puthex
        mov    eax,1
        cpuid
        push   edx
        call   puthex
        pop    eax
        call   puthex
        invd
        wbinvd
        invlpg byte ptr ds:0x400000
        call   newline
        mov    edx,0x3fd           ; input and output, of bytes, words and strings
        mov    eax,0
        in     al,dx
        call   puthex
        mov    edx,0x3f8
        mov    eax,0
        in     al,dx
        call   puthex
        mov    edx,0x3f8
        mov    edi,0x7010
        insb
        mov    eax,dword ptr ds:0x7010
        call   puthex
        mov    edx,0x510
        mov    eax,0xa1b2c3d4
        out    dx,eax
        mov    eax,0
        in     ax,dx
        call   puthex
        mov    eax,0x5a
        out    0x45,al
        mov    eax,0
        in     al,0x45
        call   puthex
        mov    esi,hello
        mov    ecx,6
        mov    edx,0x3f8
        rep outsb
        mov    ecx,0x999           ; no such register
        mov    ebp,n1
        rdmsr
n1:
        mov    ecx,7
        mov    ebp,n2
        rdpmc
n2:
        mov    eax,0x80000000      ; paging without protection
        mov    ebp,n3
        mov    cr0,eax
n3:
        mov    esi,code
        mov    ecx,last-code
        mov    eax,2
        jmp    user
hello:  .ascii "hello\n"

; What the user runs: its addresses are 3fc000 above where it stands here.
        .org 0x4000
code:mov    ebp,n4+0x3fc000
        cli
n4:
        mov    ebp,n5+0x3fc000
        sti
n5:
        mov    ebp,n6+0x3fc000
        hlt
n6:
        mov    ebp,n7+0x3fc000
        lgdt   ds:0x400000
n7:
        mov    ebp,n8+0x3fc000
        lidt   ds:0x400000
n8:
        mov    ebp,n9+0x3fc000
        lldt   ax
n9:
        mov    ebp,n10+0x3fc000
        ltr    ax
n10:
        mov    ebp,n11+0x3fc000
        lmsw   ax
n11:
        mov    ebp,n12+0x3fc000
        clts
n12:
        mov    ebp,n13+0x3fc000
        mov    eax,cr0
n13:
        mov    ebp,n14+0x3fc000
        mov    cr0,eax
n14:
        mov    ebp,n15+0x3fc000
        mov    cr2,eax
n15:
        mov    ebp,n16+0x3fc000
        mov    eax,cr3
n16:
        mov    ebp,n17+0x3fc000
        mov    cr3,eax
n17:
        mov    ebp,n18+0x3fc000
        mov    cr4,eax
n18:
        mov    ebp,n19+0x3fc000
        mov    eax,dr0
n19:
        mov    ebp,n20+0x3fc000
        mov    dr7,eax
n20:
        mov    ebp,n21+0x3fc000
        rdmsr
n21:
        mov    ebp,n22+0x3fc000
        wrmsr
n22:
        mov    ebp,n23+0x3fc000
        invd
n23:
        mov    ebp,n24+0x3fc000
        wbinvd
n24:
        mov    ebp,n25+0x3fc000
        invlpg byte ptr ds:0x400000
n25:
        mov    ebp,n26+0x3fc000
        in     al,0x45
n26:
        mov    ebp,n27+0x3fc000
        out    0x45,al
n27:
        mov    ebp,n28+0x3fc000
        in     eax,dx
n28:
        mov    ebp,n29+0x3fc000
        insb
n29:
        mov    ebp,n30+0x3fc000
        outsb
n30:
        mov    ebp,n31+0x3fc000
        sysexit
n31:
        mov    eax,0
        int    0x30
last:

        .include "common/stubs.inc"
