/* Looking into values that are known to be valid: members, null, merging. */
#include "value/value.h"

#include "base/assert.h"
#include "keys_int.h"

enum {
    HEAD_BYTES_MAX = 5,
    /* at or below, each key is compared with each */
    SMALL_COUNT = 8
};

bool value_find(struct slice object, struct slice key, struct slice *out)
{
    struct value_reader reader = value_reader_of(object);
    uint32_t count;

    if (value_read_object(&reader, &count) != STATUS_OK) {
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        struct slice name;
        struct slice value;

        if (value_read_string(&reader, &name) != STATUS_OK ||
            value_read_whole(&reader, &value) != STATUS_OK) {
            return false;
        }
        if (slice_equal(name, key)) {
            *out = value;
            return true;
        }
    }
    return false;
}

bool value_is_null(struct slice value)
{
    return value.size == 0 || slice_equal(value, value_null());
}

struct slice value_empty_object(void)
{
    return SLICE("\x80");
}

struct slice value_null(void)
{
    return SLICE("\xc0");
}

/* --- merging --- */

struct members {
    struct slice object;
    struct slice body; /* the members, without the head */
    uint32_t count;
    struct keys keys; /* sorted; offsets NULL for a small object */
};

static struct members members_of(struct slice object)
{
    struct value_reader reader = value_reader_of(object);
    struct members m = {.object = object};

    ASSERT(value_read_object(&reader, &m.count) == STATUS_OK);
    m.body = slice_make(reader.at, (size_t)(reader.end - reader.at));
    return m;
}

static bool index_members(struct arena *arena, struct members *m)
{
    uint32_t *scratch;

    if (m->count <= SMALL_COUNT) {
        return true;
    }
    m->keys = (struct keys){.base = m->body.data, .end = m->body.data + m->body.size};
    m->keys.offsets = ARENA_ARRAY(arena, uint32_t, m->count);
    scratch = ARENA_ARRAY(arena, uint32_t, m->count);
    if (m->keys.offsets == NULL || scratch == NULL) {
        return false;
    }
    keys_collect(&m->keys, m->count);
    keys_sort(&m->keys, scratch);
    return true;
}

static bool find_member(const struct members *m, struct slice key, struct slice *out)
{
    struct value_reader reader;
    size_t i;

    if (m->keys.offsets == NULL) {
        return value_find(m->object, key, out);
    }
    i = keys_find(&m->keys, key);
    if (i == SIZE_MAX) {
        return false;
    }
    reader = value_reader_of(keys_after(&m->keys, i));
    ASSERT(value_read_whole(&reader, out) == STATUS_OK);
    return true;
}

/* One member of a valid object: its text, its key with head, its value. */
struct member {
    struct slice name;
    struct slice key;
    struct slice value;
};

static struct member next_member(struct value_reader *reader)
{
    struct member m;
    const char *start = reader->at;

    ASSERT(value_read_string(reader, &m.name) == STATUS_OK);
    m.key = slice_make(start, (size_t)(reader->at - start));
    ASSERT(value_read_whole(reader, &m.value) == STATUS_OK);
    return m;
}

static void put_member(struct buffer *out, const struct member *m)
{
    buffer_put_slice(out, m->key);
    buffer_put_slice(out, m->value);
}

/* a's members with b's values where b has them; then what only b has. Returns their number. */
static uint32_t put_merged(struct buffer *out, const struct members *a, const struct members *b)
{
    struct value_reader reader = value_reader_of(a->body);
    struct slice ignored;
    uint32_t count = a->count;

    for (uint32_t i = 0; i < a->count; i++) {
        struct member m = next_member(&reader);

        (void)find_member(b, m.name, &m.value);
        put_member(out, &m);
    }
    reader = value_reader_of(b->body);
    for (uint32_t i = 0; i < b->count; i++) {
        struct member m = next_member(&reader);

        if (!find_member(a, m.name, &ignored)) {
            put_member(out, &m);
            count++;
        }
    }
    return count;
}

struct slice value_merge(struct arena *arena, struct slice a, struct slice b)
{
    struct members left = members_of(a);
    struct members right = members_of(b);
    size_t capacity = a.size + b.size + HEAD_BYTES_MAX;
    struct buffer out = {.capacity = capacity, .ceiling = capacity};
    struct arena_mark mark;
    size_t place;

    out.data = arena_alloc(arena, capacity);
    if (out.data == NULL) {
        return SLICE_EMPTY;
    }
    mark = arena_mark(arena);
    if (!index_members(arena, &left) || !index_members(arena, &right)) {
        return SLICE_EMPTY;
    }
    place = value_open_object(&out);
    value_close_object(&out, place, put_merged(&out, &left, &right));
    ASSERT(!out.failed);
    arena_rewind(arena, mark);
    return buffer_slice(&out);
}
