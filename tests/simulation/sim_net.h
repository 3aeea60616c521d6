/* Links between simulated servers: for each direction and channel one stream that keeps the order,
 * and loses what is under way when it breaks. Slow, cut, cut one way, and with a queue that is full
 * at times (a message in the middle is lost, the link is not). Slots number the places where
 * servers run. */
#ifndef SIMULATION_SIM_NET_H
#define SIMULATION_SIM_NET_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"
#include "replication/peer.h"

enum {
    SIM_SLOTS = 8,
    SIM_CHANNELS = 2
};

struct sim_packet {
    struct sim_packet *next;
    int64_t at_ms;
    uint64_t sender_id;
    uint64_t receiver_id;
    enum peer_channel channel;
    size_t size;
    char bytes[];
};

struct sim_stream {
    struct sim_packet *first;
    struct sim_packet **last;
    int64_t last_at_ms;
};

struct sim_link {
    struct sim_stream streams[SIM_CHANNELS];
    bool cut;
    uint64_t told_id; /* the receiver whose link the sender was told is up; 0: none */
};

struct sim_net {
    struct sim_link links[SIM_SLOTS][SIM_SLOTS]; /* from, to */
    uint64_t *random;
    int64_t now_ms;
    int64_t latency_ms;
    int64_t bulk_latency_ms;
    uint64_t loss; /* of 10,000 messages, with the link up */
};

void sim_net_init(struct sim_net *net, uint64_t *random);
void sim_net_deinit(struct sim_net *net);
/* What is under way from or to the slot is lost, and the links are down. */
void sim_net_down(struct sim_net *net, unsigned slot);
/* What is under way on the link is lost. */
void sim_link_break(struct sim_link *link);
void sim_net_send(struct sim_net *net, unsigned from, unsigned to, const struct sim_packet *head,
                  const struct slice *parts, size_t count);
/* The next message that has arrived, NULL: none. The caller frees it with free. */
struct sim_packet *sim_net_receive(struct sim_net *net, unsigned from, unsigned to);
/* Cut the slot off, SIM_SLOTS: none; all other links are whole. */
void sim_net_isolate(struct sim_net *net, unsigned slot, bool one_way);

#endif
