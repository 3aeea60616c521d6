/* Sockets that connect without waiting. */
#ifndef CLIENT_SOCKET_H
#define CLIENT_SOCKET_H

#include <netdb.h>
#include <stdbool.h>

/* A non-blocking socket that connects to the address; -1 and *error (an errno) when it cannot.
 * Ownership: the descriptor is the caller's. */
int socket_begin(const struct addrinfo *address, int *error);
/* After it became writable: 0 when it is connected, else the errno that says why not. */
int socket_finish(int fd);

#endif
