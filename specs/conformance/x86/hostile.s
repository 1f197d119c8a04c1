; Tries to get out: wild addresses, tables that lie elsewhere, blocks that are not its own, descriptors with wild bases; and at last it keeps the
; processor to itself, with interrupts off. The monitor and its neighbours must not notice.
;! disk 2
;! steps 200000
        .org 0x500
        jmp    start
        .org 0x600
gdt:    .quad  0
        .quad  0x00cf9b000000ffff, 0x00cf93000000ffff      ; the kernel's code and data
        .quad  0x00cffb000000ffff, 0x00cff3000000ffff      ; the user's
        .quad  0x0000890007000067                          ; the task state segment
        .quad  0x000082c00000ffff, 0x80cf93000000ffff, 0xff0089000ff00067
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

main:   mov    esi,16              ; memory that is not there reads as nothing, and nothing is kept there
        mov    ebx,0x00fff003
wild:   mov    dword ptr ds:0x1203c,ebx
        invlpg byte ptr ds:0x40f000
        mov    eax,0x5a5a5a5a
        mov    dword ptr ds:0x40f000,eax
        mov    eax,dword ptr ds:0x40f000
        call   puthex
        mov    dword ptr ds:0x40fffc,ebx
        rol    ebx,3
        and    ebx,0xfffff000
        or     ebx,0x100003
        sub    esi,1
        jne    wild
        mov    eax,0x38            ; a segment from 80000000 on
        mov    fs,ax
        mov    ebp,n67
        mov    dword ptr fs:0,eax
n67:
        mov    dword ptr ds:0x10008,0xfffff003     ; page tables where no memory is
        mov    ebp,n68
        mov    eax,dword ptr ds:0x800000
n68:
        mov    dword ptr ds:0x10008,0x7ffff007
        mov    ebp,n69
        mov    dword ptr ds:0xbffffc,eax
n69:
        mov    ebx,0xfffffffe      ; blocks and buffers
        mov    esi,0x9000
        mov    eax,12
        call   move
        mov    ebx,1
        mov    esi,0xfffffff0
        mov    eax,4
        call   move
        mov    esi,0x7ffffe00
        mov    eax,12
        call   move
        call   newline
        mov    dword ptr ds:0x1000c,0x80000003     ; a descriptor table where nothing is
        mov    eax,0x30
        lldt   ax
        mov    eax,0x0c
        mov    ebp,n70
        mov    fs,ax
n70:
        mov    eax,0x40            ; a task state segment elsewhere
        ltr    ax
        mov    edx,0x500
        mov    eax,100
        out    dx,eax
        mov    edx,0x508
        mov    al,2
        out    dx,al
        mov    eax,33
        call   put
forever: jmp  forever
move:   push   eax
        mov    edx,0x510
        mov    eax,ebx
        out    dx,eax
        mov    edx,0x514
        mov    eax,esi
        out    dx,eax
        mov    edx,0x518
        pop    eax
        out    dx,al
busy:   mov    eax,0
        in     al,dx
        test   al,4
        jne    busy
        call   puthex
        mov    edx,0x518
        mov    al,0
        out    dx,al
        ret

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
