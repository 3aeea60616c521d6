/* "NAME@HOST:PORT" and "HOST:PORT" taken apart. Pure. */
#ifndef REPLICATION_TRANSPORT_ADDRESS_H
#define REPLICATION_TRANSPORT_ADDRESS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

#include "base/attr.h"
#include "hello.h"
#include "replication/replication.h"

struct peer_address {
    char name[HELLO_NAME_BYTES_MAX + 1]; /* "" where none is wanted */
    char host[REPLICATION_ADDRESS_BYTES];
    uint16_t port;
};

/* "NAME@HOST:PORT". STATUS_INVALID_ARGUMENT with problem filled. */
enum status peer_address_parse(const char *text, struct peer_address *out,
                               struct replication_problem *problem) NODISCARD;
/* "HOST:PORT"; out->name is "". */
enum status listen_address_parse(const char *text, struct peer_address *out,
                                 struct replication_problem *problem) NODISCARD;

/* The socket address when the host is an IPv4 or IPv6 address; false for a name. */
bool socket_address_of(const struct peer_address *address, struct sockaddr_storage *out) NODISCARD;
uint16_t socket_address_port(const struct sockaddr_storage *at);
void socket_address_set_port(struct sockaddr_storage *at, uint16_t port);
/* Of this machine alone: 127.0.0.0/8 or ::1. */
bool socket_address_is_loopback(const struct sockaddr_storage *at);

#endif
