; Interrupts: masked they wait, and come when they are let in, the most urgent first; the handler starts the timer again; HLT waits for it.
;! input ab
;! disk 2
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
        cmp    eax,0x20
        je     tick
        cmp    eax,0x21
        je     moved
        cmp    eax,0x24
        je     typed
        .include "common/calls.inc"
        .include "common/print.inc"
        .include "common/user.inc"

tick:   mov    eax,0x54            ; the timer: a letter, the number, and once more until there were enough
        call   put
        add    dword ptr ds:ticks,1
        mov    eax,dword ptr ds:ticks
        call   puthex
        mov    eax,dword ptr ss:[esp+48]
        call   puthex
        mov    edx,0x508
        mov    al,0
        out    dx,al
        mov    eax,dword ptr ds:ticks
        cmp    eax,dword ptr ds:wanted
        jae    back
        mov    eax,40
        call   timer
        jmp    back
moved:  mov    eax,0x44
        call   put
        mov    edx,0x518
        mov    eax,0
        in     al,dx
        call   puthex
        mov    edx,0x518
        mov    al,0
        out    dx,al
        jmp    back
typed:  mov    edx,0x3f8
        mov    eax,0
        in     al,dx
        call   put
        jmp    back
timer:  mov    edx,0x500           ; runs out after eax instructions
        out    dx,eax
        mov    edx,0x508
        mov    al,2
        out    dx,al
        ret
ticks:  .long  0
wanted: .long  1

main:   mov    eax,20              ; masked, it waits
        call   timer
        mov    ecx,100
wait1:  sub    ecx,1
        jne    wait1
        mov    edx,0x508
        mov    eax,0
        in     al,dx
        call   puthex
        sti                        ; and comes
        nop
        mov    eax,0x2e
        call   put
        call   newline
        cli                        ; two at once
        mov    edx,0x514
        mov    eax,0x9000
        out    dx,eax
        mov    edx,0x510
        mov    eax,1
        out    dx,eax
        mov    edx,0x518
        mov    al,4
        out    dx,al
        mov    eax,5
        call   timer
        mov    ecx,50
wait2:  sub    ecx,1
        jne    wait2
        push   0x202               ; let in by POPF
        popfd
        nop
        mov    eax,0x2e
        call   put
        call   newline
        cli                        ; a key, let in by IRET
        mov    edx,0x3f9
        mov    al,1
        out    dx,al
        push   0x202
        push   8
        push   typed1
        iretd
typed1: nop
        mov    eax,0x2e
        call   put
        mov    edx,0x3f9
        mov    al,0
        out    dx,al
        call   newline
        mov    dword ptr ds:wanted,7       ; four more, waited for
        mov    eax,10
        call   timer
wait4:  sti
        hlt
        mov    eax,dword ptr ds:ticks
        cmp    eax,6
        jb     wait4
        cli
        call   newline
        mov    dword ptr ds:wanted,12      ; the user cannot keep them out
        mov    esi,code
        mov    ecx,last-code
        mov    eax,0x202
        jmp    user

; What the user runs: its addresses are 3fc000 above where it stands here.
        .org 0x4000
code:mov    ebp,n59+0x3fc000
        cli
n59:
        mov    esi,6
more:   push   2
        popfd
        mov    ecx,60
more1:  sub    ecx,1
        jne    more1
        pushfd
        pop    ebx
        and    ebx,0x200
        mov    eax,2
        int    0x30
        sub    esi,1
        jne    more
        mov    eax,0
        int    0x30
last:

        .include "common/stubs.inc"
