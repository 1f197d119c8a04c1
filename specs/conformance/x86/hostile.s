; Tries to get out: wild addresses, tables that lie elsewhere, blocks that are not its own, descriptors with wild bases; and at last it keeps the
; processor to itself, with interrupts off. The monitor and its neighbours must not notice.
;! disk 2
;! steps 200000
        .org 0
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

        .include "common/stubs.inc"
