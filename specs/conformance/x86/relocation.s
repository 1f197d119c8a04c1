; Translation: pages that come on demand, aliases, what accesses leave in tables, large pages, another directory; segments with bases and limits.
        .org 0x500
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
        lgdt   ds:gdt_place
        lidt   ds:idt_place
        mov    ecx,0
        mov    eax,stubs
vectors: mov   dword ptr ds:[ecx*8+0x800],eax
        mov    word ptr ds:[ecx*8+0x802],0x08
        mov    dword ptr ds:[ecx*8+0x804],0x8e00
        add    eax,16
        add    ecx,1
        cmp    ecx,49
        jb     vectors
        mov    byte ptr ds:0x985,0xee      ; everybody may use vector 30
        mov    dword ptr ds:0x704,0x8000
        mov    dword ptr ds:0x708,0x10
        mov    dword ptr ds:0x764,0x680000
        jmp    0x08:flat
flat:   mov    eax,0x10
        mov    ds,ax
        mov    es,ax
        mov    ss,ax
        mov    eax,0
        mov    fs,ax
        mov    gs,ax
        mov    eax,0x28
        ltr    ax
; Paging: four megabytes are memory itself, the kernel's; what lies from 400000 on is the user's: sixteen pages from 80000 on.
        mov    ecx,0
tables: mov    eax,ecx
        shl    eax,12
        or     eax,3
        mov    dword ptr ds:[ecx*4+0x11000],eax
        mov    dword ptr ds:[ecx*4+0x12000],0
        mov    dword ptr ds:[ecx*4+0x10000],0
        add    eax,0x80004
        cmp    ecx,16
        jae    others
        mov    dword ptr ds:[ecx*4+0x12000],eax
others: add    ecx,1
        cmp    ecx,1024
        jb     tables
        mov    dword ptr ds:0x10000,0x11003
        mov    dword ptr ds:0x10004,0x12007
        mov    eax,0x10000
        mov    cr3,eax
        mov    eax,cr0
        or     eax,0x80010000
        mov    cr0,eax
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
        cmp    eax,0x30
        jne    logged
        mov    eax,dword ptr ss:[esp+32]
        cmp    eax,0
        je     finish
        cmp    eax,1
        je     putc
        cmp    eax,2
        je     putn
        pop    ds                  ; 3: the stack begins again
        popad
        mov    esp,0x8000
        push   0x10
        pop    ds
        push   0x10
        pop    es
        jmp    ebp
putc:   mov    eax,ebx
        call   put
        jmp    back
putn:   mov    eax,ebx
        call   puthex
        jmp    back
logged: call   puthex
        mov    eax,dword ptr ss:[esp+40]
        call   puthex
        mov    eax,dword ptr ss:[esp+44]
        call   puthex
        mov    eax,dword ptr ss:[esp+48]
        call   puthex
        mov    eax,dword ptr ss:[esp+52]
        call   puthex
        cmp    dword ptr ss:[esp+36],14
        jne    place
        mov    eax,cr2
        call   puthex
place:  call   newline
        mov    eax,dword ptr ss:[esp+12]
        mov    dword ptr ss:[esp+44],eax
back:   pop    ds
        popad
        add    esp,8
        iretd
finish: call   newline
        cli
        hlt
; put: prints the character in al; uses edx. puthex: prints eax as eight hexadecimal digits and a space; uses eax, ecx, edx, edi
put:    mov    edx,0x3f8
        out    dx,al
        ret
newline: mov   eax,10
        jmp    put
puthex: mov    ecx,8
        mov    edi,eax
hexd:   rol    edi,4
        mov    eax,edi
        and    eax,15
        add    eax,48
        cmp    eax,58
        jb     hexs
        add    eax,7
hexs:   call   put
        sub    ecx,1
        jne    hexd
        mov    eax,32
        jmp    put

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

; One stub of 16 bytes for each vector; those without an error code push 0 in its place.
        .org 0x5000
        .align 16
stubs:
        push   0
        push   0
        jmp    common
        .align 16
        push   0
        push   1
        jmp    common
        .align 16
        push   0
        push   2
        jmp    common
        .align 16
        push   0
        push   3
        jmp    common
        .align 16
        push   0
        push   4
        jmp    common
        .align 16
        push   0
        push   5
        jmp    common
        .align 16
        push   0
        push   6
        jmp    common
        .align 16
        push   0
        push   7
        jmp    common
        .align 16
        push   8
        jmp    common
        .align 16
        push   0
        push   9
        jmp    common
        .align 16
        push   10
        jmp    common
        .align 16
        push   11
        jmp    common
        .align 16
        push   12
        jmp    common
        .align 16
        push   13
        jmp    common
        .align 16
        push   14
        jmp    common
        .align 16
        push   0
        push   15
        jmp    common
        .align 16
        push   0
        push   16
        jmp    common
        .align 16
        push   17
        jmp    common
        .align 16
        push   0
        push   18
        jmp    common
        .align 16
        push   0
        push   19
        jmp    common
        .align 16
        push   0
        push   20
        jmp    common
        .align 16
        push   0
        push   21
        jmp    common
        .align 16
        push   0
        push   22
        jmp    common
        .align 16
        push   0
        push   23
        jmp    common
        .align 16
        push   0
        push   24
        jmp    common
        .align 16
        push   0
        push   25
        jmp    common
        .align 16
        push   0
        push   26
        jmp    common
        .align 16
        push   0
        push   27
        jmp    common
        .align 16
        push   0
        push   28
        jmp    common
        .align 16
        push   0
        push   29
        jmp    common
        .align 16
        push   0
        push   30
        jmp    common
        .align 16
        push   0
        push   31
        jmp    common
        .align 16
        push   0
        push   32
        jmp    common
        .align 16
        push   0
        push   33
        jmp    common
        .align 16
        push   0
        push   34
        jmp    common
        .align 16
        push   0
        push   35
        jmp    common
        .align 16
        push   0
        push   36
        jmp    common
        .align 16
        push   0
        push   37
        jmp    common
        .align 16
        push   0
        push   38
        jmp    common
        .align 16
        push   0
        push   39
        jmp    common
        .align 16
        push   0
        push   40
        jmp    common
        .align 16
        push   0
        push   41
        jmp    common
        .align 16
        push   0
        push   42
        jmp    common
        .align 16
        push   0
        push   43
        jmp    common
        .align 16
        push   0
        push   44
        jmp    common
        .align 16
        push   0
        push   45
        jmp    common
        .align 16
        push   0
        push   46
        jmp    common
        .align 16
        push   0
        push   47
        jmp    common
        .align 16
        push   0
        push   48
        jmp    common
        .align 16
