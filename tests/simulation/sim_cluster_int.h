/* Between sim_cluster.c (servers and what must hold) and sim_faults.c (what befalls them). */
#ifndef SIMULATION_SIM_CLUSTER_INT_H
#define SIMULATION_SIM_CLUSTER_INT_H

#include <setjmp.h>
#include <stdio.h>

#include "base/attr.h"
#include "base/limits.h"
#include "sim_disk.h"
#include "sim_net.h"
#include "sim_voter.h"
#include "testkit/rig.h"

enum {
    ENTRIES_MAX = 1 << 14,
    TERMS_MAX = 1 << 12,
    FAULTS_MS = 8000,
    PATIENCE_MS = 60000,
    START_MS = 1000,
    PAYLOAD_MAX = 600 * 1024,
    REMOVALS_MAX = 32,
};

struct known {
    bool handed_out;
    uint64_t term;
    uint32_t record_crc;
    uint64_t hash;
};

struct cluster;

struct member {
    struct cluster *cluster;
    unsigned number; /* of its slot */
    uint64_t id;
    bool present;
    bool joining; /* its directory is empty */
    char address[64];
    struct sim_disk disk;
    struct rig rig;
    uint64_t peers[LIMIT_PEERS];
    size_t peer_count;
    struct transport_peer known_peers[SIM_SLOTS];
    uint64_t checked_index;
    int64_t up_at_ms; /* while it is down */
    int64_t paused_until_ms;
    uint64_t write_odds;
    bool must_fault; /* a sync was set to fail */
    bool flipped;
    struct sim_flip flip;
};

struct cluster {
    struct member members[SIM_SLOTS];
    struct sim_net net;
    struct known *known;
    uint64_t *leaders; /* by term: id */
    uint64_t *serials; /* by serial: index */
    uint64_t handed_out;
    uint64_t random;
    uint64_t last_id;
    int64_t next_fault_ms;
    uint64_t submit_odds;
    uint64_t long_odds; /* of an entry that is longer than a message; 0: none is */
    uint64_t filler_bytes;
    bool snapshots;
    bool membership; /* servers join, leave and are lost */
    bool healed;
    bool verbose;
    uint64_t removals[REMOVALS_MAX]; /* ids that must leave the cluster */
    size_t removal_count;
    uint64_t lost_id; /* a voter that is gone for good and not removed yet; 0: none */
    uint64_t serial;
    char *payload;
    struct sim_report *report;
    jmp_buf failed;
};

NORETURN void sim_fail(struct cluster *c, const char *format, ...) PRINTF_LIKE(2, 3);
void sim_tell(const struct cluster *c, const char *format, ...) PRINTF_LIKE(2, 3);

struct member *sim_member_of(struct cluster *c, uint64_t id);
/* An empty disk and a rig in the slot. */
void sim_member_prepare(struct member *member, uint64_t id);
void sim_member_start(struct member *member);
void sim_member_stop(struct member *member, bool power);

void sim_prepare(struct cluster *c, uint64_t seed);
void sim_fault(struct cluster *c);
void sim_heal(struct cluster *c);
/* May the member, which is down, be lost for good? One at a time, and others must have it all. */
bool sim_may_lose(const struct cluster *c, const struct member *member);
/* Its disk is gone: a new server takes its place, the old one is to be removed. */
void sim_member_lose(struct member *member);
/* Whoever runs the cluster asks its leader for what is to be done. */
void sim_operate(struct cluster *c);
bool sim_operator_is_done(struct cluster *c);

#endif
