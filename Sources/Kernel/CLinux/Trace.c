#define _GNU_SOURCE 1
#include "CLinux.h"
#include <errno.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/wait.h>

// Since Linux 6.16; glibc 2.36 has no name for it.
#define SET_SYSCALL_INFO 0x4212

static int is_call_stop(int status) {
    return WIFSTOPPED(status) && WSTOPSIG(status) == (SIGTRAP | 0x80);
}

int clinux_trace_begin(int pid, int *status) {
    if (waitpid(pid, status, __WALL) < 0) return -1;
    if (!WIFSTOPPED(*status)) return 0;
    long options = PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL;
    return ptrace(PTRACE_SETOPTIONS, pid, 0, options) < 0 ? -1 : 1;
}

int clinux_trace_next(int pid, int *status, uint64_t *call) {
    int signal = 0;
    while (1) {
        // ESRCH: somebody killed it meanwhile.
        if (ptrace(PTRACE_SYSCALL, pid, 0, signal) < 0 && errno != ESRCH) return -1;
        if (waitpid(pid, status, __WALL) < 0) return -1;
        if (!WIFSTOPPED(*status)) return 0;
        signal = is_call_stop(*status) ? 0 : WSTOPSIG(*status);
        if (signal != 0) continue;
        struct __ptrace_syscall_info info;
        if (ptrace(PTRACE_GET_SYSCALL_INFO, pid, sizeof info, &info) < 0) return -1;
        if (info.op != PTRACE_SYSCALL_INFO_ENTRY) continue;
        *call = info.entry.nr;
        return 1;
    }
}

int clinux_trace_refuse(int pid, int code, int *status) {
    struct __ptrace_syscall_info info;
    if (ptrace(PTRACE_GET_SYSCALL_INFO, pid, sizeof info, &info) < 0) return -1;
    info.entry.nr = (uint64_t)-1;
    if (ptrace(SET_SYSCALL_INFO, pid, sizeof info, &info) < 0) return -1;
    if (ptrace(PTRACE_SYSCALL, pid, 0, 0) < 0 || waitpid(pid, status, __WALL) < 0) return -1;
    if (!is_call_stop(*status)) return 0;
    if (ptrace(PTRACE_GET_SYSCALL_INFO, pid, sizeof info, &info) < 0) return -1;
    info.exit.rval = -code;
    info.exit.is_error = 1;
    return ptrace(SET_SYSCALL_INFO, pid, sizeof info, &info) < 0 ? -1 : 1;
}

int clinux_trace_end(int pid) { return (int)ptrace(PTRACE_DETACH, pid, 0, 0); }
