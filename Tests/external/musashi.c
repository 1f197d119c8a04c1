/* Runs a program on Musashi for 68010 machines with the console of specs/m68000/platform.isa, and prints the seconds that it took.
   usage: musashi IMAGE ADDRESS ENTRY; the image is raw. Built by speed-emitted, with Musashi's own files. */

#define _POSIX_C_SOURCE 200809L

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "m68k.h"

enum { CONSOLE = 0xFFF000, HALT = 0xFFF003, SIZE = 1 << 24 };

static unsigned char memory[SIZE + 4];
static int has_halted;

unsigned int m68k_read_memory_8(unsigned int address) { return memory[address & 0xFFFFFF]; }

unsigned int m68k_read_memory_16(unsigned int address) {
  const unsigned char *at = memory + (address & 0xFFFFFF);
  return at[0] << 8 | at[1];
}

unsigned int m68k_read_memory_32(unsigned int address) {
  const unsigned char *at = memory + (address & 0xFFFFFF);
  return (unsigned)at[0] << 24 | at[1] << 16 | at[2] << 8 | at[3];
}

static int is_register(unsigned int address) {
  if ((address & 0xFFFFC0) != CONSOLE) return 0;
  if ((address & 0xFFFFFF) == HALT) {
    has_halted = 1;
    m68k_end_timeslice();
  }
  return 1;
}

void m68k_write_memory_8(unsigned int address, unsigned int value) {
  if (is_register(address)) return;
  memory[address & 0xFFFFFF] = value;
}

void m68k_write_memory_16(unsigned int address, unsigned int value) {
  if (is_register(address)) return;
  unsigned char *at = memory + (address & 0xFFFFFF);
  at[0] = value >> 8;
  at[1] = value;
}

void m68k_write_memory_32(unsigned int address, unsigned int value) {
  if (is_register(address)) return;
  unsigned char *at = memory + (address & 0xFFFFFF);
  at[0] = value >> 24;
  at[1] = value >> 16;
  at[2] = value >> 8;
  at[3] = value;
}

unsigned int m68k_read_disassembler_8(unsigned int address) { return m68k_read_memory_8(address); }
unsigned int m68k_read_disassembler_16(unsigned int address) { return m68k_read_memory_16(address); }
unsigned int m68k_read_disassembler_32(unsigned int address) { return m68k_read_memory_32(address); }

int main(int count, char **arguments) {
  if (count != 4) return 2;
  const unsigned long at = strtoul(arguments[2], NULL, 0), entry = strtoul(arguments[3], NULL, 0);
  FILE *file = fopen(arguments[1], "rb");
  if (!file || at >= SIZE) return 2;
  const size_t length = fread(memory + at, 1, SIZE - at, file);
  fclose(file);
  if (length == 0) return 2;
  m68k_init();
  m68k_set_cpu_type(M68K_CPU_TYPE_68010);
  m68k_pulse_reset();
  m68k_set_reg(M68K_REG_SR, 0x2700);
  m68k_set_reg(M68K_REG_SP, 0x200000);
  m68k_set_reg(M68K_REG_PC, entry);
  struct timespec before, after;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &before);
  while (!has_halted) m68k_execute(100000000);
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &after);
  printf("%.6f\n", (double)(after.tv_sec - before.tv_sec) + (double)(after.tv_nsec - before.tv_nsec) / 1e9);
  return 0;
}
