/* Sockets: connecting and waiting. */
#ifndef CLIENT_SOCKET_H
#define CLIENT_SOCKET_H

#include <stddef.h>
#include <stdint.h>

enum socket_wait {
    SOCKET_READY,
    SOCKET_LATE,     /* deadline_ms has passed */
    SOCKET_CANCELLED /* cancel_fd has become readable */
};

/* Wait until one of poll()'s events, or an error, shows on fd (-1: on nothing).
 * cancel_fd -1: none. */
enum socket_wait socket_wait(int fd, short events, int cancel_fd, int64_t deadline_ms);

/* A non-blocking socket that is connected to one of the host's addresses; -1, and `why` says what
 * happened to the last of them. */
int socket_connect(const char *host, const char *port, int cancel_fd, int64_t deadline_ms,
                   char *why, size_t why_bytes);

#endif
