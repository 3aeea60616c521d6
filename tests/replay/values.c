#include "values.h"

#include <string.h>

#include "base/assert.h"
#include "base/buffer.h"
#include "base/limits.h"
#include "value/value.h"

enum {
    ORDERS = 40,
    LONG_TEXT_BYTES = 300, /* beyond what a row's key holds unhashed */
    BIG_TEXT_BYTES = 40000,
    DEPTH_MAX = 5
};

static const char *const texts[] = {"",
                                    "a",
                                    "blue",
                                    "green",
                                    "\xc3\xbc \xe2\x82\xac \xf0\x9f\x98\x80",
                                    "2026-03-29T02:30:00",
                                    "PT1S",
                                    "null",
                                    "0",
                                    "\"quoted\"\n"};
static const char *const numbers[] = {"1.10",
                                      "0.1",
                                      "-0",
                                      "9223372036854775808",
                                      "1234567890123456789012345678901234",
                                      "1E+400",
                                      "-0.000000000000000000000000000000001",
                                      "100.00"};
static const char *const durations[] = {"PT5S", "PT30S", "PT0S", "P1D", "PT2M", "-PT5S", "soon"};

#define PICK(rng, array) (array)[rng_below((rng), sizeof(array) / sizeof(array)[0])]

static struct slice repeated(struct arena *arena, char c, size_t size)
{
    char *data = arena_alloc(arena, size);

    ASSERT(data != NULL);
    memset(data, c, size);
    return slice_make(data, size);
}

struct slice values_order_id(struct rng *rng, struct arena *arena)
{
    uint32_t number = rng_below(rng, ORDERS);

    if (rng_chance(rng, 50)) {
        return repeated(arena, (char)('a' + number % 3), LONG_TEXT_BYTES);
    }
    return arena_printf(arena, "o-%u", number);
}

static void put_leaf(struct rng *rng, struct arena *arena, struct buffer *out)
{
    switch (rng_below(rng, 7)) {
    case 0:
        value_put_null(out);
        return;
    case 1:
        value_put_bool(out, rng_chance(rng, 500));
        return;
    case 2:
        value_put_int(out, (int64_t)rng_next(rng));
        return;
    case 3:
        value_put_number(out, slice_of(PICK(rng, numbers)));
        return;
    case 4:
        value_put_string(out, repeated(arena, 'x', rng_below(rng, LONG_TEXT_BYTES)));
        return;
    case 5:
        value_put_string(out, slice_make("a\0b", 3));
        return;
    default:
        value_put_string(out, slice_of(PICK(rng, texts)));
    }
}

static void put_head(struct buffer *out, bool named, uint32_t count)
{
    if (named) {
        value_put_object(out, count);
    } else {
        value_put_array(out, count);
    }
}

/* A nested value; the stack counts what is still missing at each level. */
static void put_any(struct rng *rng, struct arena *arena, struct buffer *out)
{
    uint32_t missing[DEPTH_MAX];
    bool named[DEPTH_MAX];
    uint32_t depth = 0;

    do {
        if (depth > 0) {
            missing[depth - 1]--;
        }
        if (depth > 0 && named[depth - 1]) {
            value_put_string(out, arena_printf(arena, "k%u", missing[depth - 1]));
        }
        if (depth == DEPTH_MAX || rng_chance(rng, 600)) {
            put_leaf(rng, arena, out);
        } else {
            missing[depth] = rng_below(rng, 4);
            named[depth] = rng_chance(rng, 500);
            put_head(out, named[depth], missing[depth]);
            depth++;
        }
        while (depth > 0 && missing[depth - 1] == 0) {
            depth--;
        }
    } while (depth > 0);
}

/* --- values by name --- */

typedef void put_value(struct rng *rng, struct arena *arena, struct buffer *out);

static void put_order_id(struct rng *rng, struct arena *arena, struct buffer *out)
{
    if (rng_chance(rng, 50)) {
        value_put_int(out, rng_below(rng, ORDERS));
        return;
    }
    value_put_string(out, values_order_id(rng, arena));
}

static void put_amount(struct rng *rng, struct arena *arena, struct buffer *out)
{
    (void)arena;
    if (rng_chance(rng, 150)) {
        value_put_number(out, slice_of(PICK(rng, numbers)));
        return;
    }
    value_put_int(out, rng_below(rng, 200));
}

static void put_kind(struct rng *rng, struct arena *arena, struct buffer *out)
{
    if (rng_chance(rng, 30)) {
        value_put_string(out, repeated(arena, 'k', LONG_TEXT_BYTES / 2));
        return;
    }
    value_put_string(out, rng_chance(rng, 500) ? SLICE("blue") : SLICE("green"));
}

static void put_tries(struct rng *rng, struct arena *arena, struct buffer *out)
{
    (void)arena;
    if (rng_chance(rng, 50)) {
        value_put_string(out, SLICE("2"));
        return;
    }
    value_put_int(out, (int64_t)rng_below(rng, 4) + (rng_chance(rng, 50) ? -1 : 1));
}

static void put_small(struct rng *rng, struct arena *arena, struct buffer *out)
{
    (void)arena;
    value_put_int(out, rng_below(rng, 4));
}

/* Most often few; now and then more than one command may run. */
static void put_turns(struct rng *rng, struct arena *arena, struct buffer *out)
{
    (void)arena;
    value_put_int(out, rng_below(rng, rng_chance(rng, 120) ? 600 : 6));
}

static void put_size(struct rng *rng, struct arena *arena, struct buffer *out)
{
    (void)arena;
    value_put_int(out, rng_below(rng, rng_chance(rng, 20) ? 5000 : 20));
}

static void put_timeout(struct rng *rng, struct arena *arena, struct buffer *out)
{
    (void)arena;
    value_put_string(out, slice_of(PICK(rng, durations)));
}

static void put_boss(struct rng *rng, struct arena *arena, struct buffer *out)
{
    (void)arena;
    if (rng_chance(rng, 200)) {
        value_put_null(out);
        return;
    }
    value_put_string(out, rng_chance(rng, 500) ? SLICE("ann") : SLICE("bob"));
}

static void put_priority(struct rng *rng, struct arena *arena, struct buffer *out)
{
    (void)arena;
    value_put_int(out, (int64_t)rng_below(rng, 110) - 5);
}

static void put_x(struct rng *rng, struct arena *arena, struct buffer *out)
{
    if (rng_chance(rng, 150)) {
        value_put_string(out, SLICE("broken"));
    } else if (rng_chance(rng, 600)) {
        value_put_int(out, rng_below(rng, 6));
    } else {
        put_any(rng, arena, out);
    }
}

static void put_big(struct rng *rng, struct arena *arena, struct buffer *out)
{
    value_put_string(out, repeated(arena, 'b', rng_below(rng, BIG_TEXT_BYTES)));
}

static const struct {
    const char *name;
    put_value *put;
    uint32_t full_per_mille; /* how often it is in a full document ... */
    uint32_t few_per_mille;  /* ... and in one of a few */
} members[] = {
    {"orderId", put_order_id, 970, 20},
    {"amount", put_amount, 960, 150},
    {"kind", put_kind, 950, 50},
    {"tries", put_tries, 950, 50},
    {"rounds", put_small, 960, 50},
    {"turns", put_turns, 970, 60},
    {"size", put_size, 960, 60},
    {"timeout", put_timeout, 960, 100},
    {"boss", put_boss, 900, 100},
    {"priority", put_priority, 950, 60},
    {"x", put_x, 500, 500},
    {"decision", put_any, 50, 150},
    {"other", put_any, 200, 100},
    {"big", put_big, 10, 5},
    {"\xc3\xbc nusual", put_any, 20, 20},
};

static void put_member(struct rng *rng, struct arena *arena, struct buffer *out, size_t member)
{
    value_put_string(out, slice_of(members[member].name));
    if (rng_chance(rng, 15)) {
        put_any(rng, arena, out);
    } else {
        members[member].put(rng, arena, out);
    }
}

struct slice values_document(struct rng *rng, struct arena *arena, bool full)
{
    struct slice document;
    struct buffer out;
    uint32_t count = 0;

    buffer_init(&out, LIMIT_VARIABLES_BYTES);
    size_t place = value_open_object(&out);
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
        if (rng_chance(rng, full ? members[i].full_per_mille : members[i].few_per_mille)) {
            put_member(rng, arena, &out, i);
            count++;
        }
    }
    value_close_object(&out, place, count);
    ASSERT(!out.failed);
    document = arena_copy(arena, buffer_slice(&out));
    buffer_deinit(&out);
    ASSERT(value_validate(document) == STATUS_OK);
    return document;
}
