#define _GNU_SOURCE 1
#include "CLinux.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/nsfs.h>
#include <malloc.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

const char *clinux_errno_name(int code) { return strerrorname_np(code); }

const char *clinux_errno_message(int code) { return strerrordesc_np(code); }

int clinux_open(const char *path, int flags, mode_t mode) {
    return open(path, flags | O_CLOEXEC, mode);
}

int clinux_dup(int fd) { return fcntl(fd, F_DUPFD_CLOEXEC, 3); }

int clinux_set_nonblocking(int fd, int on) {
    int flags = fcntl(fd, F_GETFL);
    if (flags < 0) return -1;
    return fcntl(fd, F_SETFL, on ? flags | O_NONBLOCK : flags & ~O_NONBLOCK);
}

int clinux_rename_exclusively(const char *from, const char *to) {
    return renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE);
}

int clinux_filesystem_type(int fd, int64_t *type) {
    struct statfs status;
    if (fstatfs(fd, &status) != 0) return -1;
    *type = status.f_type;
    return 0;
}

int clinux_lock(int fd, int operation) { return flock(fd, operation); }

ssize_t clinux_random(void *buffer, size_t count) { return getrandom(buffer, count, 0); }

int clinux_setns(int fd, int type) { return setns(fd, type); }

int clinux_unshare(int flags) { return unshare(flags); }

int clinux_namespace_type(int fd) { return ioctl(fd, NS_GET_NSTYPE); }

int clinux_mount(const char *source, const char *target, const char *type, unsigned long flags,
                 const char *data) {
    return mount(source, target, type, flags, data);
}

int clinux_unmount(const char *target, int flags) { return umount2(target, flags); }

int clinux_pivot_root(const char *root, const char *old) {
    return (int)syscall(SYS_pivot_root, root, old);
}

int clinux_thread_id(void) { return (int)syscall(SYS_gettid); }

int clinux_pidfd_open(int pid) { return (int)syscall(SYS_pidfd_open, pid, 0); }

int clinux_pidfd_signal(int fd, int signal) {
    return (int)syscall(SYS_pidfd_send_signal, fd, signal, NULL, 0);
}

int clinux_pin_thread(int cpu) {
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(cpu, &set);
    return sched_setaffinity(0, sizeof set, &set);
}

int clinux_name_thread(const char *name) { return prctl(PR_SET_NAME, name, 0, 0, 0); }

char **clinux_environment(void) { return environ; }

// glibc hands every constructor what it hands main.
static char **arguments;
__attribute__((constructor)) static void keep_arguments(int count, char **values) {
    (void)count;
    arguments = values;
}

char **clinux_arguments(void) { return arguments; }

void clinux_return_freed_memory(void) { malloc_trim(0); }

int clinux_processors(void) {
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) != 0) return (int)sysconf(_SC_NPROCESSORS_ONLN);
    return CPU_COUNT(&set);
}
