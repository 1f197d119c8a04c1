; A small operating system: it loads two programs from the disk, gives each an address space and the processor in turn by the timer, gives them pages
; when they want them, serves their calls, and tells in a transcript what has happened.
;! disk 16
;! program kernel/primes.s block 1
;! program kernel/words.s block 5
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
start:  mov    esp,0x7000
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
; Memory is the kernel's at its own addresses. Each program has a directory and a table: 64 kilobytes from 400000 on, of which 2 are there at first.
        mov    ecx,0
tables: mov    eax,ecx
        shl    eax,12
        or     eax,3
        mov    dword ptr ds:[ecx*4+0x11000],eax
        mov    dword ptr ds:[ecx*4+0x10000],0
        mov    dword ptr ds:[ecx*4+0x12000],0
        mov    dword ptr ds:[ecx*4+0x13000],0
        mov    dword ptr ds:[ecx*4+0x14000],0
        cmp    ecx,16
        jae    others
        add    eax,0x20004
        cmp    ecx,2
        jb     first
        and    eax,0xfffffffe
first:  mov    dword ptr ds:[ecx*4+0x12000],eax
        add    eax,0x10000
        mov    dword ptr ds:[ecx*4+0x14000],eax
others: add    ecx,1
        cmp    ecx,1024
        jb     tables
        mov    dword ptr ds:0x10000,0x11003
        mov    dword ptr ds:0x10004,0x12007
        mov    dword ptr ds:0x13000,0x11003
        mov    dword ptr ds:0x13004,0x14007
        mov    eax,0x10000
        mov    cr3,eax
        mov    eax,cr0
        or     eax,0x80010000
        mov    cr0,eax
        mov    esi,hello
        call   puts
        mov    ebx,1               ; each program has four blocks
        mov    esi,0x20000
        call   load
        mov    ebx,5
        mov    esi,0x30000
        call   load
        mov    eax,500
        call   timer
        mov    esp,0x8000-64
        jmp    back
load:   mov    ecx,4
load1:  mov    edx,0x510
        mov    eax,ebx
        out    dx,eax
        mov    edx,0x514
        mov    eax,esi
        out    dx,eax
        mov    edx,0x518
        mov    al,4
        out    dx,al
        in     al,dx
        test   al,2
        jne    broken
        mov    al,0
        out    dx,al
        add    ebx,1
        add    esi,512
        sub    ecx,1
        jne    load1
        ret
broken: mov    esi,bad
        call   puts
        hlt
timer:  mov    edx,0x500           ; runs out after eax instructions
        out    dx,eax
        mov    edx,0x508
        mov    al,2
        out    dx,al
        ret

; common: every vector comes here. Calls by vector 30: 0 ends the program, 1 prints the character and 2 the number in ebx, 3 gives the processor away.
common: pushad
        push   ds
        mov    eax,0x10
        mov    ds,ax
        mov    eax,dword ptr ss:[esp+36]
        cmp    eax,14
        je     page
        cmp    eax,0x20
        je     tick
        mov    esi,dead
        cmp    eax,0x30
        jne    ends
        mov    eax,dword ptr ss:[esp+32]
        mov    esi,bye
        cmp    eax,0
        je     ends
        cmp    eax,1
        je     putc
        cmp    eax,2
        je     putn
switch: mov    ecx,dword ptr ds:current
        mov    dword ptr ds:[ecx*4+saved],esp
choose: xor    ecx,1
        cmp    dword ptr ds:[ecx*4+alive],0
        jne    chosen
        xor    ecx,1
        cmp    dword ptr ds:[ecx*4+alive],0
        je     ended
chosen: mov    dword ptr ds:current,ecx
        mov    eax,dword ptr ds:[ecx*4+spaces]
        mov    cr3,eax
        mov    esp,dword ptr ds:[ecx*4+saved]
        mov    eax,dword ptr ds:[ecx*4+tops]
        mov    dword ptr ds:0x704,eax
        mov    eax,500
        call   timer
back:   pop    ds
        popad
        add    esp,8
        iretd
putc:   mov    eax,ebx
        call   put
        jmp    back
putn:   mov    eax,ebx
        call   puthex
        jmp    back
; a page that is not there yet: of the sixteen it is made present
page:   mov    ebx,cr2
        mov    esi,dead
        sub    ebx,0x400000
        shr    ebx,12
        cmp    ebx,16
        jae    ends
        mov    ecx,dword ptr ds:current
        mov    edx,dword ptr ds:[ecx*4+pages]
        mov    eax,dword ptr ds:[edx+ebx*4]
        test   eax,1
        jne    ends
        or     eax,1
        mov    dword ptr ds:[edx+ebx*4],eax
        add    dword ptr ds:faults,1
        jmp    back
tick:   add    dword ptr ds:ticks,1
        jmp    switch
ends:   call   puts
        mov    ecx,dword ptr ds:current
        mov    dword ptr ds:[ecx*4+alive],0
        mov    eax,ecx
        call   puthex
        mov    eax,dword ptr ss:[esp+36]
        call   puthex
        mov    eax,dword ptr ss:[esp+44]
        call   puthex
        call   newline
        mov    ecx,dword ptr ds:current
        jmp    choose
ended:  mov    esi,end
        call   puts
        mov    eax,dword ptr ds:ticks
        call   puthex
        mov    eax,dword ptr ds:faults
        call   puthex
        call   newline
        hlt
puts:   mov    al,byte ptr ds:[esi]
        add    esi,1
        test   al,al
        je     putsx
        call   put
        jmp    puts
putsx:  ret
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
current: .long 0
alive:  .long  1, 1
saved:  .long  0x8000-64, 0x7800-64
tops:   .long  0x8000, 0x7800
spaces: .long  0x10000, 0x13000
pages:  .long  0x12000, 0x14000
ticks:  .long  0
faults: .long  0
hello:  .asciz "kernel\n"
bad:    .asciz "disk error\n"
dead:   .asciz "killed "
bye:    .asciz "ended "
end:    .asciz "ticks and faults "

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
; what the programs begin with: a segment, eight registers, vector, code, and where they go on
        .org 0x7800-64
        .long  0x23, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x400000, 0x1b, 0x202, 0x410000, 0x23
        .org 0x8000-64
        .long  0x23, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x400000, 0x1b, 0x202, 0x410000, 0x23
