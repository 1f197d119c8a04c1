; Does it run under a monitor? Whatever completes in user mode, and shows something of the system, is tried; under a monitor nothing must
; come out otherwise.
        .org 0x500
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
; user: copies ecx bytes from esi to the place of the user's address 400000, and goes there with the flags eax
user:   mov    edi,0x80000
copies: mov    bl,byte ptr ds:[esi]
        mov    byte ptr ds:[edi],bl
        add    esi,1
        add    edi,1
        sub    ecx,1
        jne    copies
        push   0x23
        push   0x40f000
        push   eax
        push   0x1b
        push   0x400000
        mov    eax,0x23
        mov    ds,ax
        mov    es,ax
        iretd

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
