/* The cluster as this node sees it: who is in it and who leads, what other nodes say, changes of
 * the membership, and a sign of life to everybody once a second. Core thread, but for what says
 * otherwise. */
#ifndef NODE_CLUSTER_H
#define NODE_CLUSTER_H

#include <pthread.h>

#include "base/buffer.h"
#include "base/limits.h"
#include "base/list.h"
#include "http/backend.h"
#include "peer_wire.h"
#include "replication/replication.h"

struct node;

/* What another node said of itself last. */
struct cluster_pulse {
    uint64_t server_id;
    int64_t heard_ms; /* monotonic */
    int64_t wall_ms;  /* its wall clock then */
    uint64_t applied_index;
    uint16_t port;
};

struct cluster {
    uint64_t self;
    /* as of the last look */
    uint64_t term;
    uint64_t leader_id; /* 0: none known */
    uint64_t leader_term;
    struct replication_member members[LIMIT_PEERS];
    size_t count;
    size_t voter_count;
    bool votes; /* this node is a voter */
    /* noted by events, served in the next round */
    bool membership_changed;
    uint64_t memberships; /* how often that was */
    struct list received; /* struct cluster_letter */
    uint64_t received_bytes;
    uint64_t links_up[LIMIT_PEERS]; /* servers whose link came up */
    size_t links_up_count;

    struct cluster_pulse pulses[LIMIT_PEERS];
    size_t pulse_count;
    bool clock_agrees;   /* a majority has told its clock, and this one is not ahead of it */
    struct list changes; /* struct cluster_change */
    uint64_t change_sequence;
    struct buffer scratch;

    pthread_mutex_t lock; /* over what follows: other threads see it */
    struct backend_member shown[LIMIT_PEERS];
    size_t shown_count;
    struct list fresh; /* backend_change that the core has not seen */
};

void cluster_init(struct cluster *cluster);
/* No change may be left. */
void cluster_deinit(struct cluster *cluster);

/* --- events of replication: they only note --- */

void cluster_on_message(void *context, uint64_t from, struct slice bytes);
void cluster_on_link(void *context, uint64_t server_id, bool up);
void cluster_on_membership(void *context);

/* --- the round --- */

/* What was noted, first thing in a round. */
void cluster_serve(struct node *node);
/* Who is in it and who leads, now. */
void cluster_look(struct node *node);
/* Another node leads, as far as this one knows. */
bool cluster_has_other_leader(const struct node *node);
/* Commands can be proposed: this node leads, or may pass them on. */
bool cluster_has_leader(const struct node *node);
/* On its way: STATUS_OK; no link to that server: STATUS_UNAVAILABLE, to be looked at only where
 * nothing asks again by itself. */
enum status cluster_send(struct node *node, uint64_t to, const struct peer_message *message);
/* Once a second. */
void cluster_pulse(struct node *node);
/* Milliseconds by which this machine's clock is ahead of the middle one of a majority, when that is
 * more than machines that are set differ by; else, or when too few have told theirs, 0. */
int64_t cluster_clock_skew_ms(const struct node *node);

/* --- changes of the membership (changes.c) --- */

/* Begin, pass on and end changes. Returns when to be called again. */
int64_t changes_serve(struct node *node, int64_t now_ms);
void changes_received(struct node *node, uint64_t from, const struct peer_message *message);
void changes_done_received(struct node *node, const struct peer_message *message);
/* Answer all as unavailable: shutdown. */
void changes_release(struct node *node);
/* The leader removes a voter whose place a newer server has taken. */
void changes_replace(struct node *node);
/* Thread: any. */
void changes_ask(void *ctx, struct backend_change *change);
size_t cluster_members(void *ctx, struct backend_member *out, size_t capacity);

#endif
