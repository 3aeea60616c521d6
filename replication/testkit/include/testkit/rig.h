/* A whole replicated node in one thread, for tests and the simulation: replication with a host that
 * does nothing by itself, and a state machine that is a running hash of what it applied. The test
 * decides when the writer writes, when the core hears of it, when a turn is taken and when a
 * snapshot is made. */
#ifndef TESTKIT_RIG_H
#define TESTKIT_RIG_H

#include <stdbool.h>
#include <stdint.h>

#include "replication/replication.h"

struct rig_state {
    uint64_t index;
    uint64_t term;
    uint32_t record_crc;
    uint64_t hash;
    uint64_t commands;
};

struct rig {
    struct replication_options options; /* fill directory, disk, limits; rig_init does the rest */
    struct replication *r;              /* NULL while closed */
    struct rig_state state;
    uint32_t filler_bytes; /* of a snapshot's second file */
    uint64_t live_bytes;

    int64_t now_ms;
    int64_t timer_ms;
    bool writer_due;
    bool snapshot_due;
    bool progress;
    bool ready;
    uint64_t ready_term;
    enum replication_role role;
    uint64_t installs; /* of a leader's snapshot */
    uint32_t pins;     /* snapshots begun and not finished */

    enum status fault;
    char fault_text[REPLICATION_PROBLEM_BYTES];
    struct replication_problem problem; /* of the last rig_open */

    /* What the host does with messages, and what it is told of peers; NULL: there are none. */
    void (*on_send)(void *context, uint64_t server_id, enum peer_channel channel,
                    const struct slice *parts, size_t count);
    void (*on_peers)(void *context, const struct transport_peer *peers, size_t count);
    void (*on_peer_message)(void *context, uint64_t from, struct slice bytes);
    /* Called for each entry as it is applied; may be NULL. */
    void (*on_apply)(void *context, const struct entry *entry, const struct rig_state *after);
    void *context;
};

void rig_init(struct rig *rig, struct disk *disk, const char *directory);
/* Open, find the state (the kept one if it verifies, else from the snapshot), start. keep_state:
 * the process died and the machine did not. The status of whichever step failed; problem tells. */
enum status rig_open(struct rig *rig, enum replication_mode mode, bool keep_state);
void rig_close(struct rig *rig);

/* One step of the writer, heard of by the core at once when hear. False when there was nothing. */
bool rig_write(struct rig *rig, bool hear);
void rig_hear(struct rig *rig);
/* Apply at most `max` entries, end the turn; returns how many. */
uint32_t rig_turn(struct rig *rig, uint32_t max);
/* Make the snapshot that is due. */
void rig_snapshot(struct rig *rig);
/* All of the above until nothing is left to do. */
void rig_settle(struct rig *rig);
enum status rig_submit(struct rig *rig, const void *payload, size_t size, uint64_t *index,
                       uint64_t *term);
/* What the state's hash becomes with one more command. */
uint64_t rig_hash(uint64_t hash, uint64_t index, struct slice payload);

#endif
