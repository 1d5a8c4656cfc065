#define _GNU_SOURCE 1
#include "CLinux.h"
#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

int clinux_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }

int clinux_terminal(void) {
    int terminal = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    int unlocked = 0;
    if (terminal < 0) return -1;
    if (ioctl(terminal, TIOCSPTLCK, &unlocked) == 0) return terminal;
    close(terminal);
    return -1;
}

int clinux_terminal_peer(int terminal) {
    return ioctl(terminal, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
}

int clinux_terminal_resize(int terminal, unsigned short columns, unsigned short rows) {
    struct winsize size = {.ws_row = rows, .ws_col = columns};
    return ioctl(terminal, TIOCSWINSZ, &size);
}
