#include "sim_net.h"

#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "sim_disk.h"

static void stream_init(struct sim_stream *stream)
{
    stream->last = &stream->first;
}

void sim_net_init(struct sim_net *net, uint64_t *random)
{
    *net = (struct sim_net){.random = random, .latency_ms = 10, .bulk_latency_ms = 10};
    for (unsigned i = 0; i < SIM_SLOTS; i++) {
        for (unsigned k = 0; k < SIM_SLOTS; k++) {
            for (unsigned c = 0; c < SIM_CHANNELS; c++) {
                stream_init(&net->links[i][k].streams[c]);
            }
        }
    }
}

void sim_link_break(struct sim_link *link)
{
    for (unsigned c = 0; c < SIM_CHANNELS; c++) {
        struct sim_stream *stream = &link->streams[c];

        while (stream->first != NULL) {
            struct sim_packet *next = stream->first->next;

            free(stream->first);
            stream->first = next;
        }
        stream_init(stream);
    }
}

void sim_net_deinit(struct sim_net *net)
{
    for (unsigned i = 0; i < SIM_SLOTS; i++) {
        sim_net_down(net, i);
    }
}

void sim_net_down(struct sim_net *net, unsigned slot)
{
    for (unsigned i = 0; i < SIM_SLOTS; i++) {
        sim_link_break(&net->links[slot][i]);
        sim_link_break(&net->links[i][slot]);
        net->links[slot][i].told_id = 0;
    }
}

static struct sim_packet *packet_new(const struct sim_packet *head, const struct slice *parts,
                                     size_t count)
{
    struct sim_packet *packet;
    size_t size = 0;

    for (size_t i = 0; i < count; i++) {
        size += parts[i].size;
    }
    packet = CHECK_MEMORY(malloc(sizeof(*packet) + size));
    *packet = *head;
    packet->next = NULL;
    packet->size = 0;
    for (size_t i = 0; i < count; i++) {
        if (parts[i].size > 0) {
            memcpy(packet->bytes + packet->size, parts[i].data, parts[i].size);
        }
        packet->size += parts[i].size;
    }
    return packet;
}

void sim_net_send(struct sim_net *net, unsigned from, unsigned to, const struct sim_packet *head,
                  const struct slice *parts, size_t count)
{
    struct sim_link *link = &net->links[from][to];
    struct sim_stream *stream = &link->streams[head->channel == PEER_BULK ? 1 : 0];
    int64_t latency_ms = head->channel == PEER_BULK ? net->bulk_latency_ms : net->latency_ms;
    struct sim_packet *packet;

    if (link->told_id != head->receiver_id || sim_below(net->random, 10000) < net->loss) {
        return;
    }
    packet = packet_new(head, parts, count);
    packet->at_ms = net->now_ms + 1 + (int64_t)sim_below(net->random, (uint64_t)latency_ms);
    if (packet->at_ms < stream->last_at_ms) {
        packet->at_ms = stream->last_at_ms;
    }
    stream->last_at_ms = packet->at_ms;
    *stream->last = packet;
    stream->last = &packet->next;
}

struct sim_packet *sim_net_receive(struct sim_net *net, unsigned from, unsigned to)
{
    for (unsigned c = 0; c < SIM_CHANNELS; c++) {
        struct sim_stream *stream = &net->links[from][to].streams[c];
        struct sim_packet *packet = stream->first;

        if (packet != NULL && packet->at_ms <= net->now_ms) {
            stream->first = packet->next;
            if (stream->first == NULL) {
                stream_init(stream);
            }
            return packet;
        }
    }
    return NULL;
}

void sim_net_isolate(struct sim_net *net, unsigned slot, bool one_way)
{
    for (unsigned i = 0; i < SIM_SLOTS; i++) {
        for (unsigned k = 0; k < SIM_SLOTS; k++) {
            bool cut = i != k && (i == slot || (k == slot && !one_way));

            if (cut && !net->links[i][k].cut) {
                sim_link_break(&net->links[i][k]);
            }
            net->links[i][k].cut = cut;
        }
    }
}
