; The block device and the serial port: blocks are written and read back, failures are told, input is echoed.
;! input The quick brown fox\n
;! disk 4
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

main:   mov    ebx,0               ; echo
echo:   mov    edx,0x3fd
        in     al,dx
        test   al,1
        je     echoed
        mov    edx,0x3f8
        in     al,dx
        call   put
        add    ebx,1
        cmp    al,10
        jne    echo
echoed: mov    eax,ebx
        call   puthex
        call   newline
        mov    ecx,128             ; a pattern onto block 2
        mov    eax,7
fill:   imul   eax,eax,1103515245
        add    eax,12345
        mov    dword ptr ds:[ecx*4+0x8ffc],eax
        sub    ecx,1
        jne    fill
        mov    ebx,2
        mov    esi,0x9000
        mov    eax,12
        call   move
        mov    ebx,2               ; and back to another place
        mov    esi,0xa000
        mov    eax,4
        call   move
        mov    esi,0x9000
        mov    edi,0xa000
        mov    ecx,128
        cld
        repe cmpsd
        mov    eax,ecx
        call   puthex
        call   newline
        mov    ebx,0               ; nothing stands on block 0
        mov    esi,0xa000
        mov    eax,4
        call   move
        mov    eax,dword ptr ds:0xa000
        call   puthex
        mov    eax,dword ptr ds:0xa1fc
        call   puthex
        call   newline
        mov    ebx,4               ; no such block, no such memory
        mov    esi,0xa000
        mov    eax,4
        call   move
        mov    ebx,0xffffffff
        mov    eax,12
        call   move
        mov    ebx,1
        mov    esi,0xff000000
        mov    eax,4
        call   move
        mov    ebx,1
        mov    esi,0xa000
        mov    eax,12
        call   move
        mov    eax,0
        int    0x30
; move: block ebx, memory esi, command eax; prints what the status is in the end
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
