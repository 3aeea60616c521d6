/* Reading MessagePack that nobody vouches for, and writing it, for commands and results.
 *
 * A decoder keeps the first error and gives zeros after it: read a whole structure, look once. */
#ifndef FSM_CODEC_INT_H
#define FSM_CODEC_INT_H

#include "base/arena.h"
#include "fsm/command.h"
#include "value/value.h"

struct decoder {
    struct value_reader reader;
    struct arena *arena;
    enum status status;
};

struct decoder decoder_of(struct slice bytes, struct arena *arena);
/* Errors: the first one met; STATUS_MALFORMED when bytes are left over. */
enum status decoder_end(struct decoder *d) NODISCARD;
void decoder_fail(struct decoder *d, enum status status);

/* The head of an array of exactly count members. */
void decode_tuple(struct decoder *d, uint32_t count);
/* The head of an array that has grown at its end from `first` members to `now`; false: it is of
 * before. */
bool decode_tuple_grown(struct decoder *d, uint32_t first, uint32_t now);
/* The same for one that had `then` members in between; how many this one has. */
uint32_t decode_tuple_grown_twice(struct decoder *d, uint32_t first, uint32_t then, uint32_t now);
uint64_t decode_u64(struct decoder *d);
uint32_t decode_u32(struct decoder *d);
int64_t decode_i64(struct decoder *d);
int32_t decode_i32(struct decoder *d);
bool decode_bool(struct decoder *d);
struct slice decode_text(struct decoder *d);
struct slice decode_text_or_null(struct decoder *d);
struct slice decode_bytes(struct decoder *d);
/* One whole value of any kind. */
struct slice decode_value(struct decoder *d);
/* One whole value that must be an object. */
struct slice decode_object(struct decoder *d);
struct hash128 decode_hash(struct decoder *d);
/* By name: the order of status.h is no part of any format. */
enum status decode_status(struct decoder *d);
enum resource_kind decode_resource_kind(struct decoder *d);
/* A list of structures of item_bytes: its room in the arena, zeroed; NULL when it is empty. */
void *decode_list(struct decoder *d, size_t item_bytes, uint32_t *count);
struct slice *decode_texts(struct decoder *d, uint32_t *count);
uint64_t *decode_keys(struct decoder *d, uint32_t *count);

void encode_i32(struct buffer *out, int32_t v);
void encode_hash(struct buffer *out, struct hash128 hash);
void encode_status(struct buffer *out, enum status status);
/* {} for the empty slice. */
void encode_object(struct buffer *out, struct slice object);
void encode_texts(struct buffer *out, const struct slice *texts, uint32_t count);
/* The items of a batch, in a command and in its rows. */
void batch_items_put(const struct batch_item *items, uint32_t count, struct buffer *out);
struct batch_item *batch_items_get(struct decoder *d, uint32_t *count);
void encode_keys(struct buffer *out, const uint64_t *keys, uint32_t count);

#endif
