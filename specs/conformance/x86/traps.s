; Every class of traps, from user mode: vector, error code, place, segment, flags, and for a page its address; and the ways back in.
        .org 0x500
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
