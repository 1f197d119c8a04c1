// Runs single instructions of 32-bit code on the processor that this program runs on: for Tests/external/processor.
//
// A request on standard input is pages to map and registers; the answer on standard output is how the instruction ended, registers, and
// the pages again. The kernel's way back from a signal loads the registers, with the trap flag set and the selector of 32-bit code; the
// next signal, after one instruction or for what it raised, has the registers as they are then. Nothing but such code is run: no system call
// of 32-bit code gets through.
#define _GNU_SOURCE
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

enum { PAGE = 4096, MOST = 64, USER_CODE = 0x23, USER_DATA = 0x2B };

struct request {
  uint32_t pages;
  uint32_t general[8];  // in the order of the encoding
  uint32_t eip, eflags;
};
struct page {
  uint32_t address, writable;
  uint8_t content[PAGE];
};
struct answer {
  uint32_t failed;  // an address that could not be mapped
  uint32_t signal, trap, error, address;
  uint32_t general[8];
  uint32_t eip, eflags;
  uint32_t cs, ss, ds, es, fs, gs;
};

static struct request request;
static struct page pages[MOST];
static struct answer answer;
static ucontext_t outside;
static volatile int is_inside;
static uint64_t thread_base;
static const int order[8] = {REG_RAX, REG_RCX, REG_RDX, REG_RBX, REG_RSP, REG_RBP, REG_RSI, REG_RDI};

static long raw(long number, long a, long b) {
  long result;
  __asm__ volatile("syscall" : "=a"(result) : "a"(number), "D"(a), "S"(b) : "rcx", "r11", "memory");
  return result;
}

static void all(int descriptor, void *bytes, size_t count, ssize_t (*move)(int, void *, size_t)) {
  for (uint8_t *place = bytes; count > 0;) {
    ssize_t moved = move(descriptor, place, count);
    if (moved <= 0) exit(0);
    place += moved;
    count -= (size_t)moved;
  }
}
static ssize_t write_some(int descriptor, void *bytes, size_t count) { return write(descriptor, bytes, count); }

// Into 32-bit code: this handler's context is loaded when it returns.
static void enter(int number, siginfo_t *info, void *raw_context) {
  ucontext_t *context = raw_context;
  (void)number, (void)info;
  memcpy(outside.uc_mcontext.gregs, context->uc_mcontext.gregs, sizeof(gregset_t));
  greg_t *registers = context->uc_mcontext.gregs;
  for (int n = 0; n < NGREG && n <= REG_RSP; n++) registers[n] = 0;
  for (int n = 0; n < 8; n++) registers[order[n]] = request.general[n];
  registers[REG_RIP] = request.eip;
  registers[REG_EFL] = request.eflags | 0x100;
  registers[REG_CSGSFS] = USER_CODE | (greg_t)USER_DATA << 48;
  is_inside = 1;
  __asm__ volatile("mov %0, %%ds; mov %0, %%es; mov %0, %%gs; mov %0, %%fs" ::"r"(USER_DATA));
}

// Back from it. The first thing is to have the thread's own segment again, and no alignment checks.
static void leave(int number, siginfo_t *info, void *raw_context) {
  uint32_t ds, es, fs, gs;
  __asm__ volatile("mov %%ds, %0; mov %%es, %1; mov %%fs, %2; mov %%gs, %3" : "=r"(ds), "=r"(es), "=r"(fs), "=r"(gs));
  __asm__ volatile("mov %0, %%fs; mov %0, %%gs; mov %1, %%ds; mov %1, %%es" ::"r"(0), "r"(USER_DATA));
  raw(SYS_arch_prctl, 0x1002 /* ARCH_SET_FS */, (long)thread_base);
  __asm__ volatile("pushfq; andl $~0x244400, (%%rsp); popfq" ::: "memory", "cc");
  ucontext_t *context = raw_context;
  greg_t *registers = context->uc_mcontext.gregs;
  if (!is_inside) _exit(3);
  is_inside = 0;
  answer.signal = (uint32_t)number;
  answer.trap = (uint32_t)registers[REG_TRAPNO];
  answer.error = (uint32_t)registers[REG_ERR];
  answer.address = (uint32_t)registers[REG_CR2];
  (void)info;
  for (int n = 0; n < 8; n++) answer.general[n] = (uint32_t)registers[order[n]];
  answer.eip = (uint32_t)registers[REG_RIP];
  answer.eflags = (uint32_t)registers[REG_EFL];
  answer.cs = registers[REG_CSGSFS] & 0xFFFF;
  answer.ss = registers[REG_CSGSFS] >> 48 & 0xFFFF;
  answer.ds = ds & 0xFFFF, answer.es = es & 0xFFFF, answer.fs = fs & 0xFFFF, answer.gs = gs & 0xFFFF;
  memcpy(registers, outside.uc_mcontext.gregs, sizeof(gregset_t));
}

// System calls of 32-bit code raise SIGSYS.
static void confine(void) {
  struct sock_filter filter[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP),
  };
  struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program)) exit(2);
}

int main(void) {
  stack_t stack = {.ss_sp = malloc(1 << 16), .ss_size = 1 << 16};
  if (raw(SYS_arch_prctl, 0x1003 /* ARCH_GET_FS */, (long)&thread_base) || !stack.ss_sp || sigaltstack(&stack, NULL)) return 2;
  struct sigaction action = {.sa_flags = SA_SIGINFO | SA_ONSTACK};
  sigfillset(&action.sa_mask);
  action.sa_sigaction = enter;
  sigaction(SIGUSR1, &action, NULL);
  action.sa_sigaction = leave;
  for (size_t n = 0; n < 6; n++) sigaction((int[]){SIGTRAP, SIGSEGV, SIGILL, SIGFPE, SIGBUS, SIGSYS}[n], &action, NULL);
  confine();
  for (;;) {
    all(STDIN_FILENO, &request, sizeof request, read);
    if (request.pages > MOST) return 2;
    all(STDIN_FILENO, pages, request.pages * sizeof *pages, read);
    memset(&answer, 0, sizeof answer);
    uint32_t mapped = 0;
    for (; mapped < request.pages; mapped++) {
      void *place = (void *)(uintptr_t)pages[mapped].address;
      void *got = mmap(place, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
      if (got != place) {
        answer.failed = 1;
        break;
      }
      memcpy(place, pages[mapped].content, PAGE);
      mprotect(place, PAGE, PROT_READ | PROT_EXEC | (pages[mapped].writable ? PROT_WRITE : 0));
    }
    if (!answer.failed) raise(SIGUSR1);
    for (uint32_t n = 0; n < mapped; n++) {
      void *place = (void *)(uintptr_t)pages[n].address;
      memcpy(pages[n].content, place, PAGE);
      munmap(place, PAGE);
    }
    all(STDOUT_FILENO, &answer, sizeof answer, write_some);
    all(STDOUT_FILENO, pages, request.pages * sizeof *pages, write_some);
  }
}
