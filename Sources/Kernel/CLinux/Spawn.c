#define _GNU_SOURCE 1
#include "CLinux.h"
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

struct failure {
    int step;
    int code;
    int index;
};

// Everything below runs in the child, where only system calls are safe.

static int prepare_mounts(const struct clinux_spawn *what, int *step, int *index) {
    *step = CLINUX_STEP_MOUNT_NAMESPACE;
    if (unshare(CLONE_NEWNS) != 0) return -1;
    if (mount("", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0) return -1;
    *step = CLINUX_STEP_BIND_MOUNT;
    if (what->bind_mounts == NULL) return 0;
    for (*index = 0; what->bind_mounts[2 * *index] != NULL; (*index)++) {
        const char *from = what->bind_mounts[2 * *index];
        const char *to = what->bind_mounts[2 * *index + 1];
        if (mount(from, to, NULL, MS_BIND | MS_REC, NULL) != 0) return -1;
    }
    return 0;
}

static int prepare_streams(const struct clinux_spawn *what) {
    int copies[4];
    // First out of the way of 0, 1 and 2, so that they may be given in any order.
    for (int target = 0; target < 4; target++) {
        copies[target] = -1;
        int source = target < 3 ? what->streams[target] : what->extra_stream;
        if (source == -1) continue;
        int opened = source;
        if (source == -2) opened = open("/dev/null", O_RDWR | O_CLOEXEC);
        if (opened < 0) return -1;
        copies[target] = fcntl(opened, F_DUPFD_CLOEXEC, 10);
        if (copies[target] < 0) return -1;
    }
    for (int target = 0; target < 4; target++) {
        if (copies[target] >= 0 && dup2(copies[target], target) < 0) return -1;
    }
    return what->controlling_terminal ? ioctl(0, TIOCSCTTY, 0) : 0;
}

// System calls, not the library's functions: those change all threads, and take locks.
static int prepare_user(const struct clinux_spawn *what) {
    if (what->group_count >= 0
        && syscall(SYS_setgroups, (long)what->group_count, what->groups) != 0)
        return -1;
    if (what->group >= 0 && syscall(SYS_setgid, (long)what->group) != 0) return -1;
    if (what->user >= 0 && syscall(SYS_setuid, (long)what->user) != 0) return -1;
    return what->no_new_privileges ? prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) : 0;
}

static void reset_signals(void) {
    sigset_t none;
    for (int number = 1; number < 32; number++) {
        if (number != SIGKILL && number != SIGSTOP) signal(number, SIG_DFL);
    }
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

static int prepare(const struct clinux_spawn *what, int parent, int *step, int *index) {
    *step = CLINUX_STEP_SESSION;
    if (what->new_session && setsid() < 0) return -1;
    *step = CLINUX_STEP_DEATH_SIGNAL;
    if (what->parent_death_signal != 0) {
        if (prctl(PR_SET_PDEATHSIG, what->parent_death_signal) != 0) return -1;
        // The parent may have ended before it was asked for. One outside the child's namespace of
        // processes has the number 0.
        int now = getppid();
        if (now != parent && now != 0) _exit(126);
    }
    *step = CLINUX_STEP_NETWORK;
    if (what->network_namespace >= 0 && setns(what->network_namespace, CLONE_NEWNET) != 0)
        return -1;
    *step = CLINUX_STEP_HOSTNAME;
    if (what->hostname != NULL) {
        if (unshare(CLONE_NEWUTS) != 0) return -1;
        if (sethostname(what->hostname, strlen(what->hostname)) != 0) return -1;
    }
    if (what->new_mount_namespace && prepare_mounts(what, step, index) != 0) return -1;
    *step = CLINUX_STEP_DIRECTORY;
    if (what->directory != NULL && chdir(what->directory) != 0) return -1;
    *step = CLINUX_STEP_STREAMS;
    if (prepare_streams(what) != 0) return -1;
    *step = CLINUX_STEP_USER;
    if (prepare_user(what) != 0) return -1;
    *step = CLINUX_STEP_EXECUTE;
    reset_signals();
    // From here on execve stops it, once the program is there.
    if (what->traced && ptrace(PTRACE_TRACEME, 0, 0, 0) != 0) return -1;
    // Whatever some library opened without O_CLOEXEC stays here. C: CLOSE_RANGE_CLOEXEC.
    syscall(SYS_close_range, what->extra_stream == -1 ? 3u : 4u, ~0u, 4u);
    execve(what->executable, (char *const *)what->arguments, (char *const *)what->environment);
    return -1;
}

static void run_child(const struct clinux_spawn *what, int parent, int report) {
    struct failure failure = {CLINUX_STEP_FORK, 0, 0};
    if (prepare(what, parent, &failure.step, &failure.index) != 0) failure.code = errno;
    ssize_t written = write(report, &failure, sizeof failure);
    _exit(written == sizeof failure ? 127 : 126);
}

// In the parent.

int clinux_spawn(const struct clinux_spawn *what, int *step, int *index) {
    int ends[2];
    struct failure failure = {CLINUX_STEP_FORK, 0, 0};
    *step = CLINUX_STEP_FORK;
    *index = 0;
    if (pipe2(ends, O_CLOEXEC) != 0) return -1;
    // The child must not run a handler of the parent's before it has reset them.
    sigset_t all, old;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &old);
    int parent = getpid();
    int pid = fork();
    if (pid == 0) run_child(what, parent, ends[1]);
    int code = errno;
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    close(ends[1]);
    if (pid < 0) {
        close(ends[0]);
        errno = code;
        return -1;
    }
    ssize_t count;
    do count = read(ends[0], &failure, sizeof failure);
    while (count < 0 && errno == EINTR);
    close(ends[0]);
    // The pipe closes without a word when the child executes its program.
    if (count != sizeof failure) return pid;
    while (waitpid(pid, NULL, 0) < 0 && errno == EINTR) {}
    *step = failure.step;
    *index = failure.index;
    errno = failure.code;
    return -1;
}

int clinux_wait(int pid, int flags, int *status) {
    int found = waitpid(pid, status, flags);
    return found < 0 ? -1 : found == pid;
}

int clinux_reap(int *status) { return waitpid(-1, status, WNOHANG); }
