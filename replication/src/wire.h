/* What servers say to each other, as bytes.
 *
 * A message is one of a few kinds; it travels whole, or cut into pieces where it is larger than a
 * piece. Everything that comes from outside is checked here before anything believes it: lengths,
 * counts, kinds, configurations. Numbers are big-endian (docs/format.md). */
#ifndef REPLICATION_WIRE_H
#define REPLICATION_WIRE_H

#include <raft.h>
#include <stdbool.h>

#include "base/attr.h"
#include "base/buffer.h"
#include "base/limits.h"
#include "replication/replication.h"

enum wire_kind {
    WIRE_RAFT = 1,    /* a message of the library */
    WIRE_OWNER = 2,   /* the owner's, opaque */
    WIRE_MEMBERS = 3, /* a committed configuration, for who does not have it yet */
    WIRE_ASK = 4,     /* for a chunk of a snapshot */
    WIRE_CHUNK = 5,
    WIRE_GONE = 6, /* the answer when that snapshot is not there any more */
};

enum {
    WIRE_HEADER_BYTES = 6,
    /* Besides the entries, a manifest or the owner's bytes. */
    WIRE_MESSAGE_BYTES_MAX = LIMIT_COMMAND_BYTES + 64 * 1024,
};

/* --- pieces --- */

/* One piece of a message of `total` bytes, the one that begins at `at`: its header, and how many of
 * the bytes from `at` on follow it. */
struct wire_piece {
    char header[WIRE_HEADER_BYTES];
    size_t header_bytes;
    size_t body_bytes;
};
void wire_cut(enum wire_kind kind, size_t total, size_t at, struct wire_piece *piece);

/* Puts pieces together again: one for each stream. */
struct wire_joiner {
    struct buffer pieces;
    enum wire_kind kind;
    size_t total; /* 0: no message is under way */
};

enum wire_joined {
    WIRE_JOINED,  /* here is a message */
    WIRE_WAITING, /* that was a piece of one */
    WIRE_BAD,     /* that was none; what was under way is forgotten */
};

void wire_joiner_init(struct wire_joiner *joiner);
/* Forget what is under way: the stream broke. */
void wire_joiner_reset(struct wire_joiner *joiner);
void wire_joiner_deinit(struct wire_joiner *joiner);
/* Take what came in one frame. *message is borrowed, from the frame or until the next call. */
enum wire_joined wire_join(struct wire_joiner *joiner, struct slice frame, enum wire_kind *kind,
                           struct slice *message) NODISCARD;

/* --- the library's messages --- */

/* An AppendEntries is written in parts: begin, each entry, end. *count_at is between them. */
void wire_append_begin(struct buffer *out, const struct raft_append_entries *append,
                       size_t *count_at);
void wire_append_entry(struct buffer *out, const struct entry *entry);
void wire_append_end(struct buffer *out, size_t count_at, uint32_t count);
/* What one entry takes there. */
size_t wire_entry_bytes(const struct entry *entry);

/* All kinds but AppendEntries. manifest is an InstallSnapshot's. */
void wire_raft_encode(struct buffer *out, const struct raft_message *message,
                      struct slice manifest);

struct wire_raft {
    struct raft_message message; /* server_id and server_address are left to the caller */
    struct entry *entries;       /* of an AppendEntries; owned; payloads are borrowed */
    struct slice manifest;       /* of an InstallSnapshot; borrowed */
};
/* False when bytes are not exactly one message of `from`; then there is nothing to deinit. */
bool wire_raft_decode(struct slice bytes, uint64_t from, struct wire_raft *out) NODISCARD;
void wire_raft_deinit(struct wire_raft *message);

/* --- the others --- */

void wire_members_encode(struct buffer *out, uint64_t index, struct slice configuration);
bool wire_members_decode(struct slice bytes, uint64_t *index,
                         struct slice *configuration) NODISCARD;

/* A place in a snapshot: asked for, answered, or gone. manifest_crc tells snapshots of one index
 * apart, which servers make each for itself. */
struct wire_place {
    uint64_t index;
    uint64_t term;
    uint32_t manifest_crc;
    uint32_t file;
    uint64_t offset;
};
void wire_place_encode(struct buffer *out, const struct wire_place *place);
/* *rest is what follows the place: a chunk's bytes. */
bool wire_place_decode(struct slice bytes, struct wire_place *place, struct slice *rest) NODISCARD;

#endif
