#define _GNU_SOURCE 1
#include "CLinux.h"
#include <errno.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

int clinux_epoll_create(void) { return epoll_create1(EPOLL_CLOEXEC); }

static int control(int epoll, int operation, int fd, uint32_t events, uint64_t token) {
    struct epoll_event event = {.events = events, .data.u64 = token};
    return epoll_ctl(epoll, operation, fd, &event);
}

int clinux_epoll_add(int epoll, int fd, uint32_t events, uint64_t token) {
    return control(epoll, EPOLL_CTL_ADD, fd, events, token);
}

int clinux_epoll_change(int epoll, int fd, uint32_t events, uint64_t token) {
    return control(epoll, EPOLL_CTL_MOD, fd, events, token);
}

int clinux_epoll_remove(int epoll, int fd) { return control(epoll, EPOLL_CTL_DEL, fd, 0, 0); }

int clinux_epoll_wait(int epoll, struct clinux_readiness *ready, int count, int milliseconds) {
    struct epoll_event events[64];
    int found = epoll_wait(epoll, events, count < 64 ? count : 64, milliseconds);
    for (int index = 0; index < found; index++) {
        ready[index].token = events[index].data.u64;
        ready[index].events = events[index].events;
    }
    return found;
}

int clinux_eventfd(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

int clinux_timerfd(void) {
    return timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
}

int clinux_timerfd_arm(int fd, uint64_t nanoseconds, uint64_t every) {
    struct itimerspec when = {
        .it_value = {(time_t)(nanoseconds / 1000000000), (long)(nanoseconds % 1000000000)},
        .it_interval = {(time_t)(every / 1000000000), (long)(every % 1000000000)},
    };
    return timerfd_settime(fd, 0, &when, NULL);
}

int clinux_inotify(void) { return inotify_init1(IN_CLOEXEC | IN_NONBLOCK); }

int clinux_inotify_add(int fd, const char *path, uint32_t mask) {
    return inotify_add_watch(fd, path, mask);
}

int clinux_inotify_remove(int fd, int watch) { return inotify_rm_watch(fd, watch); }

static sigset_t set_of(uint64_t signals) {
    sigset_t set;
    sigemptyset(&set);
    for (int signal = 1; signal <= 64; signal++) {
        if (signals >> (signal - 1) & 1) sigaddset(&set, signal);
    }
    return set;
}

int clinux_signalfd(uint64_t signals) {
    sigset_t set = set_of(signals);
    return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

static int mask(int how, uint64_t signals) {
    sigset_t set = set_of(signals);
    int code = pthread_sigmask(how, &set, NULL);
    if (code == 0) return 0;
    errno = code;
    return -1;
}

int clinux_signals_block(uint64_t signals) { return mask(SIG_BLOCK, signals); }

int clinux_signals_unblock(uint64_t signals) { return mask(SIG_UNBLOCK, signals); }

int clinux_signalfd_read(int fd, int *sender) {
    struct signalfd_siginfo info;
    if (read(fd, &info, sizeof info) != sizeof info) return -1;
    *sender = (int)info.ssi_pid;
    return (int)info.ssi_signo;
}

int clinux_signal_ignore(int number) { return signal(number, SIG_IGN) == SIG_ERR ? -1 : 0; }
