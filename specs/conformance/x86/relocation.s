; Translation: pages that come on demand, aliases, what accesses leave in tables, large pages, another directory; segments with bases and limits.
        .org 0
        jmp    start
        .org 0x600
gdt:    .quad  0
        .quad  0x00cf9b000000ffff, 0x00cf93000000ffff      ; the kernel's code and data
        .quad  0x00cffb000000ffff, 0x00cff3000000ffff      ; the user's
        .quad  0x0000890007000067                          ; the task state segment
        .quad  0x000082007100001f, 0x0040f3100000000f, 0x0040960f00000fff
gdt_place: .word 0x47
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
        cmp    eax,14
        jne    others14
        cmp    dword ptr ds:demand,0
        je     others14
        mov    ebx,cr2             ; a page on demand
        mov    eax,ebx
        call   puthex
        mov    eax,dword ptr ss:[esp+40]
        call   puthex
        shr    ebx,12
        and    ebx,0x3ff
        mov    eax,dword ptr ds:next
        or     eax,7
        mov    dword ptr ds:[ebx*4+0x12000],eax
        add    dword ptr ds:next,0x1000
        jmp    back
others14:
        .include "common/calls.inc"
        .include "common/print.inc"

demand: .long  0
next:   .long  0x90000
main:   mov    edi,0x400000        ; demand: four pages, written and read back
        mov    ecx,16
drop:   mov    dword ptr ds:[ecx*4+0x11ffc],0
        sub    ecx,1
        jne    drop
        mov    eax,cr3
        mov    cr3,eax
        mov    dword ptr ds:demand,1
        mov    ecx,4
write:  mov    dword ptr ds:[edi],ecx
        add    edi,0x1004
        sub    ecx,1
        jne    write
        call   newline
        mov    eax,dword ptr ds:0x400000
        call   puthex
        mov    eax,dword ptr ds:0x90000
        call   puthex
        mov    eax,dword ptr ds:0x93010-4
        call   puthex
        mov    dword ptr ds:demand,0
        call   newline
        mov    eax,dword ptr ds:0x12000    ; accessed and dirty
        call   puthex
        mov    dword ptr ds:0x12010,0x94003
        mov    eax,dword ptr ds:0x404000
        mov    eax,dword ptr ds:0x12010
        call   puthex
        mov    dword ptr ds:0x404000,0x55
        mov    eax,dword ptr ds:0x12010
        call   puthex
        mov    eax,dword ptr ds:0x10004
        call   puthex
        call   newline
        mov    dword ptr ds:0x12014,0x94001        ; an alias that is not written
        invlpg byte ptr ds:0x405000
        mov    eax,dword ptr ds:0x405000
        call   puthex
        mov    ebp,n60
        mov    dword ptr ds:0x405000,eax
n60:
        mov    eax,cr0             ; unless the kernel may
        and    eax,0xfffeffff
        mov    cr0,eax
        mov    dword ptr ds:0x405000,0x66
        mov    eax,dword ptr ds:0x404000
        call   puthex
        mov    eax,cr0
        or     eax,0x10000
        mov    cr0,eax
        mov    dword ptr ds:0x12014,0x95003        ; it goes elsewhere
        mov    dword ptr ds:0x95000,0x77
        invlpg byte ptr ds:0x405000
        mov    eax,dword ptr ds:0x405000
        call   puthex
        mov    dword ptr ds:0x404ffe,0x01020304    ; across two pages
        mov    eax,dword ptr ds:0x94ffc
        call   puthex
        mov    eax,dword ptr ds:0x95000
        call   puthex
        call   newline
        mov    ebp,n61
        mov    eax,dword ptr ds:0x800000
n61:
        mov    eax,cr4             ; a large page, at 800000: memory from 0 on
        or     eax,0x10
        mov    cr4,eax
        mov    dword ptr ds:0x10008,0x83
        mov    eax,dword ptr ds:0x894000
        call   puthex
        mov    eax,dword ptr ds:0x10008
        call   puthex
        mov    dword ptr ds:0x895000,0x88
        mov    eax,dword ptr ds:0x10008
        call   puthex
        mov    eax,dword ptr ds:0x405000
        call   puthex
        call   newline
        mov    ecx,1024            ; another directory, where 400000 is something else
copy:   mov    eax,dword ptr ds:[ecx*4+0xfffc]
        mov    dword ptr ds:[ecx*4+0x13ffc],eax
        mov    dword ptr ds:[ecx*4+0x14ffc],0x96003
        sub    ecx,1
        jne    copy
        mov    dword ptr ds:0x14004,0x15003
        mov    dword ptr ds:0x96000,0x99
        mov    eax,0x14000
        mov    cr3,eax
        mov    eax,dword ptr ds:0x4ab000
        call   puthex
        mov    eax,0x10000
        mov    cr3,eax
        mov    eax,dword ptr ds:0x405000
        call   puthex
        call   newline
        mov    eax,0x3b            ; a segment of 16 bytes from 100000 on, and one that grows down
        mov    fs,ax
        mov    dword ptr fs:12,0x31415926
        mov    eax,dword ptr ds:0x10000c
        call   puthex
        mov    ebp,n62
        mov    eax,dword ptr fs:13
n62:
        mov    eax,0x40
        mov    gs,ax
        mov    dword ptr gs:0x1000,0x27182818
        mov    eax,dword ptr ds:0xf1000
        call   puthex
        mov    ebp,n63
        mov    eax,dword ptr gs:0xfff
n63:
        mov    dword ptr ds:0x7108,0x8000ffff      ; a local table
        mov    dword ptr ds:0x710c,0x00409209
        mov    eax,0x30
        lldt   ax
        mov    eax,0x0c
        mov    fs,ax
        mov    eax,dword ptr fs:0x5000-8
        lar    eax,cx
        mov    dword ptr ds:0x98000,0x4321
        mov    eax,dword ptr fs:0
        call   puthex
        mov    eax,cr0             ; without paging
        and    eax,0x7fffffff
        mov    cr0,eax
        mov    eax,dword ptr ds:0x95000
        call   puthex
        mov    eax,0
        int    0x30

        .include "common/stubs.inc"
