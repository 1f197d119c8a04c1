; Prints the primes below 200 by a sieve in pages that come on demand; at last it looks where nothing is its own.
        .org 0x400000
        mov    ecx,2
outer:  cmp    byte ptr ds:[ecx+0x404000],0
        jne    skip
        mov    ebx,ecx
        mov    eax,2
        int    0x30
        lea    edx,ds:[ecx+ecx*1]
inner:  cmp    edx,200
        jae    skip
        mov    byte ptr ds:[edx+0x404000],1
        add    edx,ecx
        jmp    inner
skip:   add    ecx,1
        cmp    ecx,200
        jb     outer
        mov    ecx,0x405000
touch:  mov    dword ptr ds:[ecx],ecx
        push   ecx
        add    ecx,0x1000
        cmp    ecx,0x40f000
        jb     touch
        mov    eax,dword ptr ds:0x1000
        mov    eax,0
        int    0x30
