; A small operating system: it loads two programs from the disk, gives each an address space and the processor in turn by the timer, gives them pages
; when they want them, serves their calls, and tells in a transcript what has happened.
;! disk 16
;! program kernel/primes.s block 1
;! program kernel/words.s block 5
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
start:  mov    esp,0x7000
        .include "common/start.inc"
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
        .include "common/print.inc"
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

        .include "common/stubs.inc"
; what the programs begin with: a segment, eight registers, vector, code, and where they go on
        .org 0x7800-64
        .long  0x23, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x400000, 0x1b, 0x202, 0x410000, 0x23
        .org 0x8000-64
        .long  0x23, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x400000, 0x1b, 0x202, 0x410000, 0x23
