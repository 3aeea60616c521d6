#include "supervisor.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/slice.h"

static int64_t number_of(const char *name)
{
    const char *text = getenv(name);
    int64_t number = 0;

    return text != NULL && slice_to_int64(slice_of(text), &number) && number > 0 ? number : 0;
}

/* "/path", or "@name" for Linux's abstract sockets. */
static bool address_of(const char *path, struct supervisor *supervisor)
{
    size_t size = strlen(path);

    if ((path[0] != '/' && path[0] != '@') || size < 2 ||
        size >= sizeof(supervisor->address.sun_path)) {
        return false;
    }
    supervisor->address.sun_family = AF_UNIX;
    memcpy(supervisor->address.sun_path, path, size);
    if (path[0] == '@') {
        supervisor->address.sun_path[0] = '\0';
    }
    supervisor->address_bytes = (unsigned)(offsetof(struct sockaddr_un, sun_path) + size);
    return true;
}

void supervisor_init(struct supervisor *supervisor)
{
    const char *path = getenv("NOTIFY_SOCKET");
    int64_t watched = number_of("WATCHDOG_PID");

    *supervisor = (struct supervisor){.fd = -1};
    if (path == NULL || !address_of(path, supervisor)) {
        return;
    }
    supervisor->fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (watched == 0 || watched == getpid()) {
        supervisor->watchdog_ms = number_of("WATCHDOG_USEC") / 1000;
    }
}

void supervisor_deinit(struct supervisor *supervisor)
{
    if (supervisor->fd >= 0) {
        close(supervisor->fd);
    }
    supervisor->fd = -1;
}

void supervisor_say(struct supervisor *supervisor, const char *words)
{
    ssize_t ignored;

    if (supervisor->fd < 0) {
        return;
    }
    ignored = sendto(supervisor->fd, words, strlen(words), MSG_NOSIGNAL,
                     (const struct sockaddr *)(const void *)&supervisor->address,
                     supervisor->address_bytes);
    (void)ignored;
}

int64_t supervisor_interval_ms(const struct supervisor *supervisor)
{
    if (supervisor->fd < 0 || supervisor->watchdog_ms == 0) {
        return INT64_MAX;
    }
    return supervisor->watchdog_ms < 2 ? 1 : supervisor->watchdog_ms / 2;
}
