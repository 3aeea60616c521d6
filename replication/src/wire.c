#include "wire.h"

#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/bytes.h"
#include "configuration.h"
#include "cursor.h"

enum wire_part {
    PART_WHOLE = 0,
    PART_FIRST = 1, /* the message's length follows */
    PART_MIDDLE = 2,
    PART_LAST = 3,
};

enum {
    SHORT_HEADER_BYTES = 2,
    ENTRY_HEADER_BYTES = 13,
    /* A joiner's memory beyond this is given back after the message. */
    JOINER_KEPT_BYTES = 1 << 20,
};

enum vote_flag {
    VOTE_DISRUPTS = 1,
    VOTE_PRE = 2,
    VOTE_GRANTED = 4,
};

/* --- pieces --- */

void wire_cut(enum wire_kind kind, size_t total, size_t at, struct wire_piece *piece)
{
    size_t left = total - at;
    bool first = at == 0;
    bool last = left <= LIMIT_PEER_PIECE_BYTES;

    ASSERT(at <= total);
    ASSERT(total <= WIRE_MESSAGE_BYTES_MAX);
    piece->header[0] = (char)kind;
    piece->header[1] = (char)(first  ? last ? PART_WHOLE : PART_FIRST
                              : last ? PART_LAST
                                     : PART_MIDDLE);
    piece->header_bytes = SHORT_HEADER_BYTES;
    if (piece->header[1] == PART_FIRST) {
        bytes_put_u32be(piece->header + SHORT_HEADER_BYTES, (uint32_t)total);
        piece->header_bytes = WIRE_HEADER_BYTES;
    }
    piece->body_bytes = last ? left : LIMIT_PEER_PIECE_BYTES;
}

void wire_joiner_init(struct wire_joiner *joiner)
{
    *joiner = (struct wire_joiner){.total = 0};
    buffer_init(&joiner->pieces, WIRE_MESSAGE_BYTES_MAX);
}

void wire_joiner_reset(struct wire_joiner *joiner)
{
    if (joiner->pieces.capacity > JOINER_KEPT_BYTES) {
        buffer_deinit(&joiner->pieces);
        buffer_init(&joiner->pieces, WIRE_MESSAGE_BYTES_MAX);
    }
    buffer_reset(&joiner->pieces);
    joiner->total = 0;
}

void wire_joiner_deinit(struct wire_joiner *joiner)
{
    buffer_deinit(&joiner->pieces);
}

static enum wire_joined join_bad(struct wire_joiner *joiner)
{
    wire_joiner_reset(joiner);
    return WIRE_BAD;
}

/* Memory grows with what has come, not with what was promised. */
static enum wire_joined join_first(struct wire_joiner *joiner, enum wire_kind kind,
                                   struct slice body)
{
    size_t total = body.size < 4 ? 0 : bytes_get_u32be(body.data);

    body = slice_from(body, body.size < 4 ? body.size : 4);
    if (total <= body.size || total > WIRE_MESSAGE_BYTES_MAX) {
        return WIRE_BAD;
    }
    joiner->kind = kind;
    joiner->total = total;
    buffer_put_slice(&joiner->pieces, body);
    return WIRE_WAITING;
}

static enum wire_joined join_next(struct wire_joiner *joiner, enum wire_kind kind, bool last,
                                  struct slice body)
{
    size_t size = joiner->pieces.size + body.size;

    if (joiner->total == 0 || kind != joiner->kind || body.size == 0 ||
        (last ? size != joiner->total : size >= joiner->total)) {
        return join_bad(joiner);
    }
    buffer_put_slice(&joiner->pieces, body);
    return last ? WIRE_JOINED : WIRE_WAITING;
}

enum wire_joined wire_join(struct wire_joiner *joiner, struct slice frame, enum wire_kind *kind,
                           struct slice *message)
{
    enum wire_joined joined;
    struct slice body;
    unsigned part;

    if (frame.size < SHORT_HEADER_BYTES || frame.data[0] < WIRE_RAFT || frame.data[0] > WIRE_GONE) {
        return join_bad(joiner);
    }
    *kind = (enum wire_kind)frame.data[0];
    part = (unsigned char)frame.data[1];
    body = slice_from(frame, SHORT_HEADER_BYTES);
    if (part == PART_WHOLE || part == PART_FIRST) {
        wire_joiner_reset(joiner); /* what was lost of the one before does not come any more */
    }
    switch (part) {
    case PART_WHOLE:
        *message = body;
        return WIRE_JOINED;
    case PART_FIRST:
        return join_first(joiner, *kind, body);
    case PART_MIDDLE:
    case PART_LAST:
        joined = join_next(joiner, *kind, part == PART_LAST, body);
        if (joined == WIRE_JOINED) {
            *message = buffer_slice(&joiner->pieces);
            joiner->total = 0;
        }
        return joined;
    default:
        return join_bad(joiner);
    }
}

/* --- the library's messages --- */

static void put_u16(struct buffer *out, unsigned value)
{
    buffer_put_byte(out, (char)(value >> 8 & 0xff));
    buffer_put_byte(out, (char)(value & 0xff));
}

static void put_head(struct buffer *out, enum raft_message_type type, unsigned char version,
                     uint64_t term)
{
    buffer_put_byte(out, (char)type);
    buffer_put_byte(out, (char)version);
    buffer_put_u64be(out, term);
}

void wire_append_begin(struct buffer *out, const struct raft_append_entries *append,
                       size_t *count_at)
{
    put_head(out, RAFT_APPEND_ENTRIES, append->version, append->term);
    buffer_put_u64be(out, append->prev_log_index);
    buffer_put_u64be(out, append->prev_log_term);
    buffer_put_u64be(out, append->leader_commit);
    *count_at = out->size;
    buffer_put_u32be(out, 0);
}

void wire_append_entry(struct buffer *out, const struct entry *entry)
{
    buffer_put_u64be(out, entry->term);
    buffer_put_byte(out, (char)entry->kind);
    buffer_put_u32be(out, (uint32_t)entry->payload.size);
    buffer_put_slice(out, entry->payload);
}

void wire_append_end(struct buffer *out, size_t count_at, uint32_t count)
{
    ASSERT(!out->failed);
    bytes_put_u32be(out->data + count_at, count);
}

size_t wire_entry_bytes(const struct entry *entry)
{
    return ENTRY_HEADER_BYTES + entry->payload.size;
}

static void put_append_result(struct buffer *out, const struct raft_append_entries_result *result)
{
    put_head(out, RAFT_APPEND_ENTRIES_RESULT, result->version, result->term);
    buffer_put_u64be(out, result->rejected);
    buffer_put_u64be(out, result->last_log_index);
    put_u16(out, result->features);
    put_u16(out, result->capacity);
}

static void put_vote(struct buffer *out, const struct raft_request_vote *vote)
{
    put_head(out, RAFT_REQUEST_VOTE, vote->version, vote->term);
    buffer_put_u64be(out, vote->candidate_id);
    buffer_put_u64be(out, vote->last_log_index);
    buffer_put_u64be(out, vote->last_log_term);
    buffer_put_byte(
        out, (char)((vote->disrupt_leader ? VOTE_DISRUPTS : 0) | (vote->pre_vote ? VOTE_PRE : 0)));
}

static void put_vote_result(struct buffer *out, const struct raft_request_vote_result *result)
{
    put_head(out, RAFT_REQUEST_VOTE_RESULT, result->version, result->term);
    buffer_put_byte(
        out, (char)((result->vote_granted ? VOTE_GRANTED : 0) | (result->pre_vote ? VOTE_PRE : 0)));
    put_u16(out, result->features);
    put_u16(out, result->capacity);
}

static void put_timeout_now(struct buffer *out, const struct raft_timeout_now *now)
{
    put_head(out, RAFT_TIMEOUT_NOW, now->version, now->term);
    buffer_put_u64be(out, now->last_log_index);
    buffer_put_u64be(out, now->last_log_term);
}

void wire_raft_encode(struct buffer *out, const struct raft_message *message, struct slice manifest)
{
    switch (message->type) {
    case RAFT_APPEND_ENTRIES:
        ASSERT(false);
        break;
    case RAFT_APPEND_ENTRIES_RESULT:
        put_append_result(out, &message->append_entries_result);
        break;
    case RAFT_REQUEST_VOTE:
        put_vote(out, &message->request_vote);
        break;
    case RAFT_REQUEST_VOTE_RESULT:
        put_vote_result(out, &message->request_vote_result);
        break;
    case RAFT_INSTALL_SNAPSHOT:
        put_head(out, RAFT_INSTALL_SNAPSHOT, message->install_snapshot.version,
                 message->install_snapshot.term);
        buffer_put_slice(out, manifest);
        break;
    case RAFT_TIMEOUT_NOW:
        put_timeout_now(out, &message->timeout_now);
        break;
    }
    ASSERT(!out->failed);
}

static bool get_entry(struct cursor *c, struct entry *entry)
{
    entry->term = cursor_u64(c);
    entry->kind = (enum entry_kind)cursor_u8(c);
    entry->payload = cursor_bytes(c, cursor_u32(c));
    return !c->failed && entry->kind >= ENTRY_COMMAND && entry->kind <= ENTRY_CHANGE &&
           entry->payload.size <= LIMIT_COMMAND_BYTES &&
           (entry->kind != ENTRY_CHANGE || configuration_is_valid(entry->payload));
}

/* Terms never fall, from the previous entry to the leader's own. */
static bool get_append(struct cursor *c, struct wire_raft *out)
{
    struct raft_append_entries *append = &out->message.append_entries;
    uint64_t term;
    uint32_t count;

    append->prev_log_index = cursor_u64(c);
    append->prev_log_term = cursor_u64(c);
    append->leader_commit = cursor_u64(c);
    count = cursor_u32(c);
    if (c->failed || count > c->rest.size / ENTRY_HEADER_BYTES ||
        append->prev_log_index > UINT64_MAX / 2 ||
        (append->prev_log_index == 0) != (append->prev_log_term == 0)) {
        return false;
    }
    append->n_entries = count;
    if (count == 0) {
        return append->prev_log_term <= append->term;
    }
    out->entries = CHECK_MEMORY(calloc(count, sizeof(*out->entries)));
    term = append->prev_log_term;
    for (uint32_t i = 0; i < count; i++) {
        out->entries[i].index = append->prev_log_index + 1 + i;
        if (!get_entry(c, &out->entries[i]) || out->entries[i].term < term ||
            out->entries[i].term == 0) {
            return false;
        }
        term = out->entries[i].term;
    }
    return term <= append->term;
}

static bool get_append_result(struct cursor *c, struct raft_append_entries_result *result)
{
    result->rejected = cursor_u64(c);
    result->last_log_index = cursor_u64(c);
    result->features = cursor_u16(c);
    result->capacity = cursor_u16(c);
    return result->rejected == 0 || result->last_log_index < result->rejected;
}

static bool get_vote(struct cursor *c, uint64_t from, struct raft_request_vote *vote)
{
    unsigned flags;

    vote->candidate_id = cursor_u64(c);
    vote->last_log_index = cursor_u64(c);
    vote->last_log_term = cursor_u64(c);
    flags = cursor_u8(c);
    vote->disrupt_leader = (flags & VOTE_DISRUPTS) != 0;
    vote->pre_vote = (flags & VOTE_PRE) != 0;
    return vote->candidate_id == from && (flags & ~(unsigned)(VOTE_DISRUPTS | VOTE_PRE)) == 0;
}

static bool get_vote_result(struct cursor *c, struct raft_request_vote_result *result)
{
    unsigned flags = cursor_u8(c);

    result->vote_granted = (flags & VOTE_GRANTED) != 0;
    result->pre_vote = (flags & VOTE_PRE) != 0;
    result->features = cursor_u16(c);
    result->capacity = cursor_u16(c);
    return (flags & ~(unsigned)(VOTE_GRANTED | VOTE_PRE)) == 0;
}

static bool get_timeout_now(struct cursor *c, struct raft_timeout_now *now)
{
    now->last_log_index = cursor_u64(c);
    now->last_log_term = cursor_u64(c);
    return true;
}

static bool get_message(struct cursor *c, uint64_t from, struct wire_raft *out)
{
    struct raft_message *message = &out->message;
    unsigned type = cursor_u8(c);
    unsigned char version = (unsigned char)cursor_u8(c);
    uint64_t term = cursor_u64(c);

    if (c->failed || type < RAFT_APPEND_ENTRIES || type > RAFT_TIMEOUT_NOW) {
        return false;
    }
    message->type = (enum raft_message_type)type;
    switch (message->type) {
    case RAFT_APPEND_ENTRIES:
        message->append_entries.version = version;
        message->append_entries.term = term;
        return get_append(c, out);
    case RAFT_APPEND_ENTRIES_RESULT:
        message->append_entries_result.version = version;
        message->append_entries_result.term = term;
        return get_append_result(c, &message->append_entries_result);
    case RAFT_REQUEST_VOTE:
        message->request_vote.version = version;
        message->request_vote.term = term;
        return get_vote(c, from, &message->request_vote);
    case RAFT_REQUEST_VOTE_RESULT:
        message->request_vote_result.version = version;
        message->request_vote_result.term = term;
        return get_vote_result(c, &message->request_vote_result);
    case RAFT_INSTALL_SNAPSHOT:
        message->install_snapshot.version = version;
        message->install_snapshot.term = term;
        out->manifest = cursor_bytes(c, c->rest.size);
        return true;
    case RAFT_TIMEOUT_NOW:
        message->timeout_now.version = version;
        message->timeout_now.term = term;
        return get_timeout_now(c, &message->timeout_now);
    }
    return false;
}

bool wire_raft_decode(struct slice bytes, uint64_t from, struct wire_raft *out)
{
    struct cursor c = {.rest = bytes};

    *out = (struct wire_raft){.entries = NULL};
    if (get_message(&c, from, out) && !c.failed && c.rest.size == 0) {
        return true;
    }
    wire_raft_deinit(out);
    return false;
}

void wire_raft_deinit(struct wire_raft *message)
{
    free(message->entries);
    message->entries = NULL;
}

/* --- the others --- */

void wire_members_encode(struct buffer *out, uint64_t index, struct slice configuration)
{
    buffer_put_u64be(out, index);
    buffer_put_slice(out, configuration);
}

bool wire_members_decode(struct slice bytes, uint64_t *index, struct slice *configuration)
{
    struct cursor c = {.rest = bytes};

    *index = cursor_u64(&c);
    *configuration = c.rest;
    return !c.failed && *index > 0 && configuration_is_valid(*configuration);
}

void wire_place_encode(struct buffer *out, const struct wire_place *place)
{
    buffer_put_u64be(out, place->index);
    buffer_put_u64be(out, place->term);
    buffer_put_u32be(out, place->manifest_crc);
    buffer_put_u32be(out, place->file);
    buffer_put_u64be(out, place->offset);
}

bool wire_place_decode(struct slice bytes, struct wire_place *place, struct slice *rest)
{
    struct cursor c = {.rest = bytes};

    place->index = cursor_u64(&c);
    place->term = cursor_u64(&c);
    place->manifest_crc = cursor_u32(&c);
    place->file = cursor_u32(&c);
    place->offset = cursor_u64(&c);
    *rest = c.rest;
    return !c.failed;
}
