/*
 * The workload of Dhrystone 2.1 (R. P. Weicker, CACM 27(10), 1984; version 2, SIGPLAN Notices 23(8), 1988), written anew for a machine without an
 * operating system: the same mix of assignments, comparisons, records, strings and calls, and the same final values. It prints them, so that a
 * wrong instruction shows.
 */

#ifndef RUNS
#define RUNS 100
#endif

/* ---- The console of the machine; with USER, what serves a program in user mode prints */

#if defined(USER) && defined(__mips__)
static void put(char c)
{
    register int call __asm__("$2") = 1;
    register int character __asm__("$4") = c;
    __asm__ volatile("syscall" : : "r"(call), "r"(character) : "memory");
}
#elif defined(USER)
static void put(char c)
{
    register int character __asm__("d0") = c;
    __asm__ volatile("trap #0" : : "d"(character) : "memory");
}
#elif defined(__i386__)
static void put(char c)
{
    __asm__ volatile("outb %b0, %w1" : : "a"(c), "d"(0x3F8));
}
#elif defined(__mips__)
#define SERIAL ((volatile unsigned char *)0xB80003F8)

static void put(char c)
{
    while (!(SERIAL[5] & 0x20))
        ;
    SERIAL[0] = c;
}
#else
#define CONSOLE (*(volatile unsigned char *)0xFFF000)
#define CONSOLE_STATUS (*(volatile unsigned char *)0xFFF001)

static void put(char c)
{
    while (CONSOLE_STATUS & 2) { }
    CONSOLE = c;
}
#endif

/* ---- What a library would have */

static void print(const char *text)
{
    while (*text) put(*text++);
}

static void print_number(long value)
{
    char digits[12];
    int count = 0;
    unsigned long rest = value < 0 ? -(unsigned long)value : value;
    if (value < 0) put('-');
    do {
        digits[count++] = '0' + rest % 10;
        rest /= 10;
    } while (rest);
    while (count) put(digits[--count]);
}

void *memcpy(void *to, const void *from, unsigned long count)
{
    char *target = to;
    const char *source = from;
    while (count--) *target++ = *source++;
    return to;
}

static int compare(const char *one, const char *other)
{
    while (*one && *one == *other) one++, other++;
    return *(const unsigned char *)one - *(const unsigned char *)other;
}

static void copy(char *to, const char *from)
{
    while ((*to++ = *from++)) { }
}

/* ---- The workload */

typedef enum { ident_1, ident_2, ident_3, ident_4, ident_5 } enumeration;
typedef char string30[31];

typedef struct record {
    struct record *next;
    enumeration discriminant;
    enumeration enumerated;
    int number;
    string30 text;
} record;

static record first, second;
static record *pointer, *next_pointer;
static int global_int, global_bool;
static char global_char_1, global_char_2;
static int array_1[50], array_2[50][50];

#define APART __attribute__((noinline))

static APART int func_1_same(char one, char other)
{
    char copied = one;
    if (copied != other) return ident_1;
    global_char_1 = copied;
    return ident_2;
}

static APART int func_2_greater(const char *one, const char *other)
{
    int index = 2;
    char letter = 'A';
    while (index <= 2)
        if (func_1_same(one[index], other[index + 1]) == ident_1) {
            letter = 'A';
            index++;
        }
    if (letter >= 'W' && letter < 'Z') index = 7;
    if (letter == 'R') return 1;
    if (compare(one, other) > 0) {
        index += 7;
        global_int = index;
        return 1;
    }
    return 0;
}

static APART int func_3_is_third(enumeration value)
{
    enumeration copied = value;
    return copied == ident_3;
}

static APART void proc_7_add(int one, int other, int *result)
{
    int sum = one + 2;
    *result = other + sum;
}

static APART void proc_6_choose(enumeration value, enumeration *result)
{
    *result = value;
    if (!func_3_is_third(value)) *result = ident_4;
    switch (value) {
    case ident_1: *result = ident_1; break;
    case ident_2: *result = global_int > 100 ? ident_1 : ident_4; break;
    case ident_3: *result = ident_2; break;
    case ident_4: break;
    case ident_5: *result = ident_3; break;
    }
}

static APART void proc_3_follow(record **place)
{
    if (pointer) *place = pointer->next;
    proc_7_add(10, global_int, &pointer->number);
}

static APART void proc_1_records(record *from)
{
    record *next = from->next;
    *from->next = *pointer;
    from->number = 5;
    next->number = from->number;
    next->next = from->next;
    proc_3_follow(&next->next);
    if (next->discriminant == ident_1) {
        next->number = 6;
        proc_6_choose(from->enumerated, &next->enumerated);
        next->next = pointer->next;
        proc_7_add(next->number, 10, &next->number);
    } else {
        *from = *from->next;
    }
}

static APART void proc_2_until(int *value)
{
    int local = *value + 10;
    enumeration where = ident_2;
    do {
        if (global_char_1 == 'A') {
            local--;
            *value = local - global_int;
            where = ident_1;
        }
    } while (where != ident_1);
}

static APART void proc_4_flags(void)
{
    int flag = global_char_1 == 'A';
    global_bool = flag | global_bool;
    global_char_2 = 'B';
}

static APART void proc_5_reset(void)
{
    global_char_1 = 'A';
    global_bool = 0;
}

static APART void proc_8_arrays(int *one, int (*two)[50], int first_value, int second_value)
{
    int index = first_value + 5;
    one[index] = second_value;
    one[index + 1] = one[index];
    one[index + 30] = index;
    for (int column = index; column <= index + 1; column++) two[index][column] = index;
    two[index][index - 1] += 1;
    two[index + 20][index] = one[index];
    global_int = 5;
}

static void show(const char *what, long value)
{
    print(what);
    print(": ");
    print_number(value);
    put('\n');
}

int main(void)
{
    int int_1 = 0, int_2 = 0, int_3 = 0;
    enumeration chosen = ident_1;
    string30 text_1, text_2;

    next_pointer = &second;
    pointer = &first;
    pointer->next = next_pointer;
    pointer->discriminant = ident_1;
    pointer->enumerated = ident_3;
    pointer->number = 40;
    copy(pointer->text, "DHRYSTONE PROGRAM, SOME STRING");
    copy(text_1, "DHRYSTONE PROGRAM, 1'ST STRING");
    array_2[8][7] = 10;

    for (int run = 1; run <= RUNS; run++) {
        proc_5_reset();
        proc_4_flags();
        int_1 = 2;
        int_2 = 3;
        copy(text_2, "DHRYSTONE PROGRAM, 2'ND STRING");
        chosen = ident_2;
        global_bool = !func_2_greater(text_1, text_2);
        while (int_1 < int_2) {
            int_3 = 5 * int_1 - int_2;
            proc_7_add(int_1, int_2, &int_3);
            int_1++;
        }
        proc_8_arrays(array_1, array_2, int_1, int_3);
        proc_1_records(pointer);
        for (char letter = 'A'; letter <= global_char_2; letter++)
            if (chosen == func_1_same(letter, 'C')) {
                proc_6_choose(ident_1, &chosen);
                copy(text_2, "DHRYSTONE PROGRAM, 3'RD STRING");
                int_2 = run;
                global_int = run;
            }
        int_2 = int_2 * int_1;
        int_1 = int_2 / int_3;
        int_2 = 7 * (int_2 - int_3) - int_1;
        proc_2_until(&int_1);
    }

    print("Dhrystone, runs: ");
    print_number(RUNS);
    put('\n');
    show("global int", global_int);
    show("global bool", global_bool);
    show("global char A", global_char_1);
    show("global char B", global_char_2);
    show("array_1[8]", array_1[8]);
    show("array_2[8][7]", array_2[8][7]);
    show("record discriminant", pointer->discriminant);
    show("record enumerated", pointer->enumerated);
    show("record number", pointer->number);
    show("next discriminant", next_pointer->discriminant);
    show("next enumerated", next_pointer->enumerated);
    show("next number", next_pointer->number);
    show("int 1", int_1);
    show("int 2", int_2);
    show("int 3", int_3);
    show("enumeration", chosen);
    show("texts",
         compare(pointer->text, "DHRYSTONE PROGRAM, SOME STRING") == 0
         && compare(next_pointer->text, pointer->text) == 0
         && compare(text_1, "DHRYSTONE PROGRAM, 1'ST STRING") == 0
         && compare(text_2, "DHRYSTONE PROGRAM, 2'ND STRING") == 0);
    return 0;
}
