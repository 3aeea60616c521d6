/* Messages to and from other servers, below raft and beside it. */
#include "base/limits.h"
#include "driver.h"

enum status replication_peer_send(struct replication *r, uint64_t server_id, struct slice bytes)
{
    (void)r;
    (void)server_id;
    return bytes.size > LIMIT_PEER_OWNER_BYTES ? STATUS_TOO_LARGE : STATUS_UNAVAILABLE;
}

void replication_peer_message(struct replication *r, uint64_t from, enum peer_channel channel,
                              struct slice bytes)
{
    (void)r;
    (void)from;
    (void)channel;
    (void)bytes;
}

void replication_peer_link(struct replication *r, uint64_t server_id, bool up)
{
    (void)r;
    (void)server_id;
    (void)up;
}
