#define _GNU_SOURCE 1
#include "CLinux.h"
#include <netinet/in.h>
#include <sys/socket.h>

_Static_assert(sizeof(struct clinux_message) == sizeof(struct mmsghdr), "struct mmsghdr");

int clinux_socket(int domain, int type) {
    return socket(domain, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
}

int clinux_accept(int fd, struct sockaddr *address, socklen_t *length) {
    return accept4(fd, address, length, SOCK_CLOEXEC | SOCK_NONBLOCK);
}

int clinux_receive_messages(int fd, struct clinux_message *messages, unsigned int count,
                            int flags) {
    return recvmmsg(fd, (struct mmsghdr *)messages, count, flags, NULL);
}

int clinux_send_messages(int fd, struct clinux_message *messages, unsigned int count, int flags) {
    return sendmmsg(fd, (struct mmsghdr *)messages, count, flags);
}

int clinux_deliver_local_address(int fd, int family) {
    int on = 1;
    if (family == AF_INET) return setsockopt(fd, IPPROTO_IP, IP_PKTINFO, &on, sizeof on);
    return setsockopt(fd, IPPROTO_IPV6, IPV6_RECVPKTINFO, &on, sizeof on);
}
