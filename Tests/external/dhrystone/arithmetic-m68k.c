/* What the compiler calls for long multiplication and division, which a 68000 does not have: Debian's own library is 68020 code. */

typedef unsigned long u32;

u32 __mulsi3(u32 a, u32 b)
{
    u32 low = (u32)(unsigned short)a * (unsigned short)b;
    u32 cross = (u32)(unsigned short)(a >> 16) * (unsigned short)b + (u32)(unsigned short)a * (unsigned short)(b >> 16);
    return low + (cross << 16);
}

/* Bit by bit, the quotient and the remainder. */
static u32 divide(u32 a, u32 b, u32 *rest)
{
    u32 quotient = 0, remainder = 0;
    for (int bit = 31; bit >= 0; bit--) {
        remainder = remainder << 1 | (a >> bit & 1);
        quotient <<= 1;
        if (remainder >= b) {
            remainder -= b;
            quotient |= 1;
        }
    }
    *rest = remainder;
    return quotient;
}

u32 __udivsi3(u32 a, u32 b)
{
    u32 rest;
    return divide(a, b, &rest);
}

u32 __umodsi3(u32 a, u32 b)
{
    u32 rest;
    divide(a, b, &rest);
    return rest;
}

long __divsi3(long a, long b)
{
    u32 rest, quotient = divide(a < 0 ? -(u32)a : a, b < 0 ? -(u32)b : b, &rest);
    return (a < 0) != (b < 0) ? -quotient : quotient;
}

long __modsi3(long a, long b)
{
    u32 rest;
    divide(a < 0 ? -(u32)a : a, b < 0 ? -(u32)b : b, &rest);
    return a < 0 ? -rest : rest;
}
