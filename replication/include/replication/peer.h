/* Other servers of the cluster, as core, transport and owner speak of them. */
#ifndef REPLICATION_PEER_H
#define REPLICATION_PEER_H

#include <stdint.h>

#define REPLICATION_ADDRESS_BYTES 256

/* What a message is sent on. Each is one TCP connection for each direction: who sends connects. */
enum peer_channel {
    PEER_FIFO = 1, /* raft's messages and the owner's: small, in order, must not wait */
    PEER_BULK = 2, /* snapshots: much, and nobody's heartbeat waits behind it */
};

struct transport_peer {
    uint64_t server_id;
    char address[REPLICATION_ADDRESS_BYTES]; /* "NAME@HOST:PORT" */
};

#endif
