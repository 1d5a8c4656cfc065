// What Swift's Glibc module leaves out: calls that need _GNU_SOURCE or take variable arguments.
// Every function returns what the call returns, with errno set when that is -1.
#pragma once
#include <stdint.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <time.h>

// Errors as text, from static storage; NULL for a number that is no error.
const char *clinux_errno_name(int code);
const char *clinux_errno_message(int code);

// Files.
int clinux_open(const char *path, int flags, mode_t mode);
int clinux_dup(int fd);
int clinux_set_nonblocking(int fd, int on);
int clinux_rename_exclusively(const char *from, const char *to);
int clinux_filesystem_type(int fd, int64_t *type);
int clinux_lock(int fd, int operation);
ssize_t clinux_random(void *buffer, size_t count);

// Namespaces, mounts, threads.
int clinux_setns(int fd, int type);
int clinux_unshare(int flags);
int clinux_namespace_type(int fd);
int clinux_mount(const char *source, const char *target, const char *type, unsigned long flags,
                 const char *data);
int clinux_unmount(const char *target, int flags);
int clinux_pivot_root(const char *root, const char *old);
int clinux_thread_id(void);
int clinux_pidfd_open(int pid);
int clinux_pidfd_signal(int fd, int signal);
int clinux_pin_thread(int cpu);
int clinux_processors(void);
int clinux_name_thread(const char *name);
char **clinux_environment(void);
// What main gets; the first is what the program was called as. NULL ends them.
char **clinux_arguments(void);

// malloc_trim(0): freed memory back to the system.
void clinux_return_freed_memory(void);

// A netlink socket of a protocol, bound to a port that the kernel chooses.
int clinux_netlink_socket(int protocol, uint32_t *port);

// Descriptors for events.
int clinux_epoll_create(void);
int clinux_epoll_add(int epoll, int fd, uint32_t events, uint64_t token);
int clinux_epoll_change(int epoll, int fd, uint32_t events, uint64_t token);
int clinux_epoll_remove(int epoll, int fd);
struct clinux_readiness {
    uint64_t token;
    uint32_t events;
};
int clinux_epoll_wait(int epoll, struct clinux_readiness *ready, int count, int milliseconds);
int clinux_eventfd(void);
int clinux_timerfd(void);
int clinux_timerfd_arm(int fd, uint64_t nanoseconds, uint64_t every);
int clinux_inotify(void);
int clinux_inotify_add(int fd, const char *path, uint32_t mask);
int clinux_inotify_remove(int fd, int watch);
// Signals as a set of bits, signal 1 in the lowest.
int clinux_signalfd(uint64_t signals);
int clinux_signals_block(uint64_t signals);
int clinux_signals_unblock(uint64_t signals);
int clinux_signalfd_read(int fd, int *sender);
int clinux_signal_ignore(int signal);

// Pipes and terminals.
int clinux_pipe(int ends[2]);
int clinux_terminal(void);
int clinux_terminal_peer(int terminal);
int clinux_terminal_resize(int terminal, unsigned short columns, unsigned short rows);

// Sockets.
int clinux_local_listen(const char *path);
int clinux_local_connect(const char *path);
int clinux_socket(int domain, int type);
int clinux_accept(int fd, struct sockaddr *address, socklen_t *length);
struct clinux_message {
    struct msghdr header;
    unsigned int length;
};
int clinux_receive_messages(int fd, struct clinux_message *messages, unsigned int count, int flags);
int clinux_send_messages(int fd, struct clinux_message *messages, unsigned int count, int flags);
int clinux_deliver_local_address(int fd, int family);

// A child process. Between fork and exec it only makes system calls, so that the parent may have
// any number of threads.
struct clinux_spawn {
    const char *executable;
    const char *const *arguments;
    const char *const *environment;
    const char *directory;              // NULL: the parent's
    const char *hostname;               // NULL: the parent's; otherwise in a UTS namespace
    int network_namespace;              // -1: the parent's
    int new_mount_namespace;
    const char *const *bind_mounts;     // from, to, from, to, NULL; or NULL
    int streams[3];                     // -1: the parent's, -2: /dev/null, or a descriptor
    int extra_stream;                   // -1: none; or what becomes descriptor 3
    int new_session;
    int controlling_terminal;           // standard input becomes the session's
    int user;                           // -1: the parent's
    int group;                          // -1: the parent's
    const unsigned *groups;
    int group_count;                    // -1: the parent's
    int no_new_privileges;
    int parent_death_signal;            // 0: none
    int traced;                         // by the thread that starts it: clinux_trace_begin
};
// Where the child failed; told with errno.
enum clinux_spawn_step {
    CLINUX_STEP_FORK,
    CLINUX_STEP_SESSION,
    CLINUX_STEP_DEATH_SIGNAL,
    CLINUX_STEP_NETWORK,
    CLINUX_STEP_HOSTNAME,
    CLINUX_STEP_MOUNT_NAMESPACE,
    CLINUX_STEP_BIND_MOUNT,
    CLINUX_STEP_DIRECTORY,
    CLINUX_STEP_STREAMS,
    CLINUX_STEP_USER,
    CLINUX_STEP_EXECUTE,
};
// The child's process id, or -1 with errno, *step, and for a bind mount its *index.
int clinux_spawn(const struct clinux_spawn *what, int *step, int *index);
// The status of a child that ended, as waitpid tells it; 1 when it has ended, 0 when not.
int clinux_wait(int pid, int flags, int *status);
// The number of any child that ended, 0 when none has.
int clinux_reap(int *status);

// A child that was started traced, by the thread that started it. Each returns 1 when the child
// has stopped, 0 when it has ended, with the status as waitpid tells it.
int clinux_trace_begin(int pid, int *status);
// Lets it run until it enters a system call.
int clinux_trace_next(int pid, int *status, uint64_t *call);
// Lets the call that it is about to make fail, without making it.
int clinux_trace_refuse(int pid, int code, int *status);
int clinux_trace_end(int pid);
