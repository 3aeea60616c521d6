/* Sockets: connecting and waiting, both until a deadline or until the client is cancelled. */
#include "socket.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "client_int.h"

enum {
    POLL_MAX_MS = 60000
};

enum socket_wait socket_wait(int fd, short events, int cancel_fd, int64_t deadline_ms)
{
    struct pollfd fds[] = {{.fd = fd, .events = events}, {.fd = cancel_fd, .events = POLLIN}};

    for (;;) {
        int64_t left_ms = deadline_ms - clock_monotonic_ms();
        bool is_last;
        int ready;

        /* One look after the deadline: what came while we were not running came in time. */
        is_last = left_ms <= 0;
        ready = poll(fds, 2, is_last ? 0 : left_ms > POLL_MAX_MS ? POLL_MAX_MS : (int)left_ms);
        if (ready > 0 && fds[1].revents != 0) {
            return SOCKET_CANCELLED;
        }
        if (ready > 0) {
            return SOCKET_READY;
        }
        if (is_last || (ready < 0 && errno != EINTR)) {
            return SOCKET_LATE;
        }
    }
}

/* Waits for a connection under way; 0 or an errno. */
static int finish_connect(int fd, int cancel_fd, int64_t deadline_ms)
{
    int error = 0;
    socklen_t size = sizeof(error);

    switch (socket_wait(fd, POLLOUT, cancel_fd, deadline_ms)) {
    case SOCKET_LATE:
        return ETIMEDOUT;
    case SOCKET_CANCELLED:
        return ECANCELED;
    case SOCKET_READY:
        break;
    }
    return getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : errno;
}

/* A connection to a port of our own range that nobody listens on can meet itself. */
static bool is_to_itself(int fd)
{
    struct sockaddr_storage ours = {0};
    struct sockaddr_storage theirs = {0};
    socklen_t ours_size = sizeof(ours);
    socklen_t theirs_size = sizeof(theirs);

    return getsockname(fd, (struct sockaddr *)&ours, &ours_size) == 0 &&
           getpeername(fd, (struct sockaddr *)&theirs, &theirs_size) == 0 &&
           ours_size == theirs_size && memcmp(&ours, &theirs, ours_size) == 0;
}

/* *error is 0 or an errno. */
static int connect_one(const struct addrinfo *address, int cancel_fd, int64_t deadline_ms,
                       int *error)
{
    int fd = socket(address->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

    if (fd < 0) {
        *error = errno;
        return -1;
    }
    *error = connect(fd, address->ai_addr, address->ai_addrlen) == 0 ? 0 : errno;
    if (*error == EINPROGRESS || *error == EINTR) {
        *error = finish_connect(fd, cancel_fd, deadline_ms);
    }
    if (*error == 0 && is_to_itself(fd)) {
        *error = ECONNREFUSED;
    }
    if (*error == 0) {
        return fd;
    }
    close(fd);
    return -1;
}

int socket_connect(const char *host, const char *port, int cancel_fd, int64_t deadline_ms,
                   char *why, size_t why_bytes)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM};
    struct addrinfo *list = NULL;
    int error = 0;
    int one = 1;
    int fd = -1;
    int rc = getaddrinfo(host, port, &hints, &list);

    if (rc != 0) {
        snprintf(why, why_bytes, "%s: %s", host, gai_strerror(rc));
        return -1;
    }
    for (struct addrinfo *a = list; a != NULL && fd < 0; a = a->ai_next) {
        fd = connect_one(a, cancel_fd, deadline_ms, &error);
    }
    freeaddrinfo(list);
    if (fd < 0) {
        snprintf(why, why_bytes, "%s:%s: %s", host, port, strerror(error));
        return -1;
    }
    (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
    return fd;
}
