/* Words to the service manager over $NOTIFY_SOCKET (the protocol of sd_notify): one datagram each.
 *
 * Without the variable nothing is said. What cannot be sent is lost: a node does not depend on who
 * watches it. */
#ifndef NODE_SUPERVISOR_H
#define NODE_SUPERVISOR_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/un.h>

struct supervisor {
    int fd; /* < 0: nobody listens */
    struct sockaddr_un address;
    unsigned address_bytes;
    int64_t watchdog_ms; /* how long silence may last; 0: no watchdog */
    bool ready;          /* has been said */
};

/* Reads NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID. */
void supervisor_init(struct supervisor *supervisor);
void supervisor_deinit(struct supervisor *supervisor);
/* One or more lines "NAME=value". */
void supervisor_say(struct supervisor *supervisor, const char *words);
/* How often to feed the watchdog: half of what it allows; INT64_MAX without one. */
int64_t supervisor_interval_ms(const struct supervisor *supervisor);

#endif
