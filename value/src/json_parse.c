/* JSON to values: yajl calls back, each callback appends one item.
 *
 * Duplicate keys are found here and not in the scan, because they are compared as they read and not
 * as they are spelled ("a" and "\u0061" are one key). yajl keeps numbers as their text. */
#include "value/json.h"

#include <stdlib.h>
#include <yajl/yajl_parse.h>

#include "base/assert.h"
#include "base/limits.h"
#include "json_int.h"
#include "keys_int.h"
#include "value/value.h"

struct level {
    size_t place; /* of the container's head in out */
    uint32_t count;
    size_t first_key; /* on the key stack */
    bool object;
};

struct key_place {
    uint32_t value_offset; /* of the string item, from the start of this parse's output */
    uint32_t text_end;     /* behind the closing quote in the JSON text */
};

struct parse {
    struct slice text;
    struct buffer *out;
    size_t start; /* out's size at the beginning */
    yajl_handle yajl;
    struct json_error *error;
    enum status status;
    struct level levels[LIMIT_VALUE_DEPTH];
    size_t depth;
    struct key_place *keys;
    size_t key_count;
    size_t key_capacity;
};

/* yajl does not look whether it got its memory. */
static void *allocate(void *ctx, size_t bytes)
{
    (void)ctx;
    return CHECK_MEMORY(malloc(bytes));
}

static void *reallocate(void *ctx, void *at, size_t bytes)
{
    (void)ctx;
    return CHECK_MEMORY(realloc(at, bytes));
}

static void release(void *ctx, void *at)
{
    (void)ctx;
    free(at);
}

/* What yajl wants of a callback: 1 to go on. */
static int item_done(struct parse *p)
{
    if (p->out->failed) {
        json_error_set(p->error, p->text, yajl_get_bytes_consumed(p->yajl),
                       "the value is larger than %zu bytes", p->out->ceiling);
        p->status = STATUS_LIMIT;
        return 0;
    }
    return 1;
}

/* One more member of an array; objects count their keys. */
static void count_item(struct parse *p)
{
    if (p->depth > 0 && !p->levels[p->depth - 1].object) {
        p->levels[p->depth - 1].count++;
    }
}

static int on_null(void *ctx)
{
    struct parse *p = ctx;

    count_item(p);
    value_put_null(p->out);
    return item_done(p);
}

static int on_boolean(void *ctx, int v)
{
    struct parse *p = ctx;

    count_item(p);
    value_put_bool(p->out, v != 0);
    return item_done(p);
}

static int on_number(void *ctx, const char *text, size_t size)
{
    struct parse *p = ctx;

    count_item(p);
    value_put_number(p->out, slice_make(text, size));
    return item_done(p);
}

static int on_string(void *ctx, const unsigned char *text, size_t size)
{
    struct parse *p = ctx;

    count_item(p);
    value_put_string(p->out, slice_make(text, size));
    return item_done(p);
}

static int on_key(void *ctx, const unsigned char *text, size_t size)
{
    struct parse *p = ctx;

    if (p->key_count == p->key_capacity) {
        p->key_capacity = p->key_capacity == 0 ? 64 : p->key_capacity * 2;
        p->keys = CHECK_MEMORY(realloc(p->keys, p->key_capacity * sizeof(*p->keys)));
    }
    p->keys[p->key_count++] =
        (struct key_place){.value_offset = (uint32_t)(p->out->size - p->start),
                           .text_end = (uint32_t)yajl_get_bytes_consumed(p->yajl)};
    p->levels[p->depth - 1].count++;
    value_put_string(p->out, slice_make(text, size));
    return item_done(p);
}

static int open_level(struct parse *p, bool object)
{
    count_item(p);
    ASSERT(p->depth < LIMIT_VALUE_DEPTH);
    p->levels[p->depth++] =
        (struct level){.place = object ? value_open_object(p->out) : value_open_array(p->out),
                       .first_key = p->key_count,
                       .object = object};
    return item_done(p);
}

static int on_start_map(void *ctx)
{
    return open_level(ctx, true);
}

static int on_start_array(void *ctx)
{
    return open_level(ctx, false);
}

/* Where the string begins that ends before `end`: a quote inside it stands behind a backslash, the
 * opening one never does. */
static size_t string_start(struct slice text, size_t end)
{
    size_t at = end - 2;

    while (at > 0 && (text.data[at] != '"' || text.data[at - 1] == '\\')) {
        at--;
    }
    return at;
}

static void report_duplicate(struct parse *p, size_t first_key, size_t value_offset)
{
    size_t i = first_key;
    size_t start;
    struct slice key;
    size_t shown;

    while (p->keys[i].value_offset != value_offset) {
        i++;
    }
    start = string_start(p->text, p->keys[i].text_end);
    key = slice_sub(p->text, start, p->keys[i].text_end - start);
    for (shown = key.size < 100 ? key.size : 100; shown < key.size && shown > 0; shown--) {
        if (((uint8_t)key.data[shown] & 0xc0) != 0x80) {
            break;
        }
    }
    json_error_set(p->error, p->text, start, "the key %.*s%s is there twice", (int)shown, key.data,
                   shown < key.size ? "..." : "");
    p->status = STATUS_MALFORMED;
}

static size_t find_duplicate(const struct parse *p, size_t first_key, uint32_t *offsets)
{
    struct keys keys = {.base = p->out->data + p->start,
                        .end = p->out->data + p->out->size,
                        .offsets = offsets,
                        .count = p->key_count - first_key};

    for (size_t i = 0; i < keys.count; i++) {
        offsets[i] = p->keys[first_key + i].value_offset;
    }
    return keys_first_duplicate(&keys, offsets + keys.count);
}

/* The keys of the object that ends now are the last ones of the stack. */
static bool keys_are_unique(struct parse *p, size_t first_key)
{
    uint32_t few[2 * KEYS_FEW];
    uint32_t *offsets = few;
    size_t count = p->key_count - first_key;
    size_t duplicate;

    if (count > KEYS_FEW) {
        offsets = CHECK_MEMORY(malloc(2 * count * sizeof(*offsets)));
    }
    duplicate = find_duplicate(p, first_key, offsets);
    if (offsets != few) {
        free(offsets);
    }
    if (duplicate != SIZE_MAX) {
        report_duplicate(p, first_key, duplicate);
    }
    return duplicate == SIZE_MAX;
}

static int on_end_map(void *ctx)
{
    struct parse *p = ctx;
    const struct level *level = &p->levels[--p->depth];

    if (!keys_are_unique(p, level->first_key)) {
        return 0;
    }
    p->key_count = level->first_key;
    value_close_object(p->out, level->place, level->count);
    return item_done(p);
}

static int on_end_array(void *ctx)
{
    struct parse *p = ctx;
    const struct level *level = &p->levels[--p->depth];

    value_close_array(p->out, level->place, level->count);
    return item_done(p);
}

static const yajl_callbacks callbacks = {.yajl_null = on_null,
                                         .yajl_boolean = on_boolean,
                                         .yajl_number = on_number,
                                         .yajl_string = on_string,
                                         .yajl_start_map = on_start_map,
                                         .yajl_map_key = on_key,
                                         .yajl_end_map = on_end_map,
                                         .yajl_start_array = on_start_array,
                                         .yajl_end_array = on_end_array};

static void run_yajl(struct parse *p)
{
    yajl_alloc_funcs memory = {.malloc = allocate, .realloc = reallocate, .free = release};
    yajl_status result;

    p->yajl = CHECK_MEMORY(yajl_alloc(&callbacks, &memory, p));
    result = yajl_parse(p->yajl, (const unsigned char *)p->text.data, p->text.size);
    if (result == yajl_status_ok) {
        result = yajl_complete_parse(p->yajl);
    }
    if (result != yajl_status_ok && p->status == STATUS_OK) {
        /* The scan has let it pass, so this would be a defect of one of the two. */
        json_error_set(p->error, p->text, 0, "the parser refuses what the scan has passed");
        p->status = STATUS_MALFORMED;
    }
    yajl_free(p->yajl);
}

enum status json_parse(struct slice text, struct buffer *out, struct json_error *error)
{
    struct parse p = {.text = text, .out = out, .start = out->size, .error = error};
    enum status status;

    *error = (struct json_error){.line = 1, .column = 1};
    status = json_scan(text, error);
    if (status != STATUS_OK) {
        return status;
    }
    run_yajl(&p);
    free(p.keys);
    if (p.status != STATUS_OK) {
        out->size = p.start;
    }
    return p.status;
}
