/* Messages to and from other servers, with the guards on both sides. */
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "driver.h"

static struct guard_facts facts_of(struct replication *r, uint64_t peer)
{
    struct guard_facts facts = {
        .current_term = raft_current_term(&r->raft),
        .state = raft_state(&r->raft),
        .first_index = r->log.first_index,
        .snapshot_index = r->raft.trail.snapshot.index,
        .snapshot_term = r->raft.trail.snapshot.term,
        .installing = r->raft.snapshot.installing,
    };
    raft_index match = 0;

    if (facts.state == RAFT_LEADER && raft_match_index(&r->raft, peer, &match) == 0) {
        facts.match_index = match;
    }
    return facts;
}

static void entries_free(struct entry *entries, char **copies, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        free(copies[i]);
    }
    free(copies);
    free(entries);
}

/* The entries of an AppendEntries, those in flight to the disk too. What is read back from a
 * segment is copied: the next read moves it. */
static enum status entries_read(struct replication *r, const struct raft_append_entries *append,
                                struct entry *entries, char **copies)
{
    for (unsigned i = 0; i < append->n_entries; i++) {
        uint64_t index = append->prev_log_index + 1 + i;
        enum status st = entry_log_read(&r->log, index, &entries[i]);

        if (st != STATUS_OK) {
            return st;
        }
        if (index < r->log.item_first) {
            copies[i] = CHECK_MEMORY(malloc(entries[i].payload.size + 1));
            memcpy(copies[i], entries[i].payload.data, entries[i].payload.size);
            entries[i].payload.data = copies[i];
        }
    }
    return STATUS_OK;
}

static void append_send(struct replication *r, const struct raft_message *message)
{
    unsigned count = message->append_entries.n_entries;
    struct entry *entries = CHECK_MEMORY(calloc(count, sizeof(*entries)));
    char **copies = CHECK_MEMORY(calloc(count, sizeof(*copies)));
    enum status st = entries_read(r, &message->append_entries, entries, copies);

    if (st == STATUS_OK) {
        r->peers.send(r->peers.context, message, entries);
    } else {
        driver_fault(r, st, &r->log.problem);
    }
    entries_free(entries, copies, count);
}

void driver_send(struct replication *r, const struct raft_update *update)
{
    struct guard_facts facts = facts_of(r, 0);

    if (r->peers.send == NULL) {
        return;
    }
    for (unsigned i = 0; i < update->messages.n && !r->failed; i++) {
        struct raft_message message = update->messages.batch[i];

        guard_send(&facts, r->stale_request, &message);
        if (message.type == RAFT_APPEND_ENTRIES && message.append_entries.n_entries > 0) {
            append_send(r, &message);
        } else {
            r->peers.send(r->peers.context, &message, NULL);
        }
    }
}

/* Entries as the library wants them: payloads in one batch, which becomes the library's. */
static struct raft_entry *entries_pack(const struct entry *entries, unsigned count)
{
    struct raft_entry *packed;
    size_t bytes = 8; /* never an empty batch */
    char *batch;

    for (unsigned i = 0; i < count; i++) {
        bytes += (entries[i].payload.size + 7) & ~(size_t)7;
    }
    packed = CHECK_MEMORY(calloc(count, sizeof(*packed)));
    batch = CHECK_MEMORY(raft_malloc(bytes));
    for (unsigned i = 0, at = 0; i < count; i++) {
        packed[i] = (struct raft_entry){
            .term = entries[i].term,
            .type = (enum raft_entry_type)entries[i].kind,
            .buf = {.base = batch + at, .len = entries[i].payload.size},
            .batch = batch,
        };
        if (entries[i].payload.size > 0) {
            memcpy(batch + at, entries[i].payload.data, entries[i].payload.size);
        }
        at += (unsigned)((entries[i].payload.size + 7) & ~(size_t)7);
    }
    return packed;
}

static void message_step(struct replication *r, struct raft_message *message)
{
    struct raft_event event = {.type = RAFT_RECEIVE};

    event.receive.message = message;
    driver_event(r, &event);
}

/* Guard C: a configuration begins a message of its own. */
static void append_receive(struct replication *r, const struct raft_message *whole,
                           const struct entry *entries)
{
    const struct raft_append_entries *all = &whole->append_entries;
    unsigned at = 0;

    do {
        struct raft_message message = *whole;
        struct raft_append_entries *part = &message.append_entries;
        unsigned count = 0;

        part->entries = NULL;
        if (all->n_entries > 0) {
            count = guard_split(entries, at, all->n_entries);
            part->entries = entries_pack(entries + at, count);
        }
        part->n_entries = count;
        part->prev_log_index = all->prev_log_index + at;
        part->prev_log_term = at > 0 ? entries[at - 1].term : all->prev_log_term;
        message_step(r, &message);
        free(part->entries);
        at += count;
    } while (at < all->n_entries && !r->failed);
}

void driver_receive(struct replication *r, const struct raft_message *received,
                    const struct entry *entries)
{
    struct raft_message message = *received;
    struct guard_facts facts = facts_of(r, message.server_id);
    unsigned skipped;

    if (r->failed || message.type == RAFT_INSTALL_SNAPSHOT ||
        !guard_receive(&facts, &message, &skipped)) {
        return;
    }
    r->stale_request = guard_is_stale(&facts, &message);
    if (message.type == RAFT_APPEND_ENTRIES) {
        append_receive(r, &message, entries == NULL ? NULL : entries + skipped);
    } else {
        message_step(r, &message);
    }
    r->stale_request = false;
}
