#include "syntax/names.h"

#include <string.h>

#include "base/utf8.h"
#include "builtin/builtin.h"
#include "syntax/chars.h"

static const struct slice properties[] = {
    {"time offset", 11},
    {"start included", 14},
    {"end included", 12},
};

static bool name_is_plain(struct slice text)
{
    uint32_t at = 0;
    uint32_t bytes;
    uint32_t c = feel_char_at(text, 0, &bytes);

    if (!feel_is_name_start(c)) {
        return false;
    }
    while (at < text.size) {
        c = feel_char_at(text, at, &bytes);
        if (bytes == 0 || !feel_is_name_part(c)) {
            return false;
        }
        at += bytes;
    }
    return true;
}

static bool names_push(struct feel_names *names, struct feel_known_name name)
{
    if (names->count == names->capacity) {
        uint32_t capacity = names->capacity == 0 ? 16 : names->capacity * 2;
        struct feel_known_name *items = ARENA_ARRAY(names->arena, struct feel_known_name, capacity);

        if (items == NULL) {
            return false;
        }
        if (names->count > 0) {
            memcpy(items, names->items, names->count * sizeof(*items));
        }
        names->items = items;
        names->capacity = capacity;
    }
    names->items[names->count++] = name;
    return true;
}

bool feel_names_add_given(struct feel_names *names, struct slice text)
{
    struct slice normal;

    if (name_is_plain(text)) {
        return true;
    }
    normal = feel_name_normalise(names->arena, text);
    if (normal.data == NULL) {
        return false;
    }
    return normal.size == 0 || names_push(names, (struct feel_known_name){.text = normal});
}

bool feel_names_bind(struct feel_names *names, struct slice text)
{
    return names_push(
        names, (struct feel_known_name){.text = text, .bound = true, .plain = name_is_plain(text)});
}

void feel_names_leave(struct feel_names *names, uint32_t mark)
{
    uint32_t kept = mark;

    for (uint32_t i = mark; i < names->count; i++) {
        if (!names->items[i].plain) {
            names->items[kept] = names->items[i];
            names->items[kept].bound = false;
            names->items[kept].component = true;
            kept++;
        }
    }
    names->count = kept;
}

bool feel_names_is_bound(struct feel_names *names, struct slice text)
{
    names->comparisons += names->count;
    for (uint32_t i = names->count; i > 0; i--) {
        if (names->items[i - 1].bound && slice_equal(names->items[i - 1].text, text)) {
            return true;
        }
    }
    return false;
}

/* Bytes of text that are a run of white space. */
static uint32_t blanks_at(struct slice text, uint32_t at)
{
    uint32_t start = at;
    uint32_t bytes;

    while (feel_is_blank(feel_char_at(text, at, &bytes)) && bytes > 0) {
        at += bytes;
    }
    return at - start;
}

/* How much of text the name takes, or 0 when another text stands there. */
uint32_t feel_name_length_at(struct slice text, struct slice name)
{
    uint32_t at = 0;
    uint32_t bytes;
    uint32_t last = 0;

    for (uint32_t i = 0; i < name.size; i++) {
        uint32_t blanks;

        if (name.data[i] != ' ') {
            if (at >= text.size || text.data[at] != name.data[i]) {
                return 0;
            }
            at++;
            continue;
        }
        blanks = blanks_at(text, at);
        if (blanks == 0) {
            return 0;
        }
        at += blanks;
    }
    /* `riskier` does not begin with the name `risk`. */
    for (uint32_t i = 0; i < name.size; i += bytes) {
        last = feel_char_at(name, i, &bytes);
        if (bytes == 0) {
            break;
        }
    }
    if (feel_is_name_part(last) && feel_is_name_part(feel_char_at(text, at, &bytes)) && bytes > 0) {
        return 0;
    }
    return at;
}

static void match_longer(struct slice text, struct slice name, uint32_t *best,
                         struct slice *canonical)
{
    uint32_t length;

    if (text.size == 0 || name.size == 0 || text.data[0] != name.data[0]) {
        return;
    }
    length = feel_name_length_at(text, name);
    if (length > *best) {
        *best = length;
        *canonical = name;
    }
}

uint32_t feel_names_match(struct feel_names *names, struct slice text, bool components,
                          bool functions, struct slice *canonical)
{
    uint32_t best = 0;

    names->comparisons += names->count;
    for (uint32_t i = 0; i < names->count; i++) {
        const struct feel_known_name *name = &names->items[i];

        if (!name->plain && (components || !name->component)) {
            match_longer(text, name->text, &best, canonical);
        }
    }
    if (components) {
        for (size_t i = 0; i < sizeof(properties) / sizeof(properties[0]); i++) {
            match_longer(text, properties[i], &best, canonical);
        }
    }
    if (functions) {
        const struct feel_builtin *builtin;

        for (size_t i = 0; (builtin = feel_builtin_at(i)) != NULL; i++) {
            if (memchr(builtin->name.data, ' ', builtin->name.size) != NULL) {
                match_longer(text, builtin->name, &best, canonical);
            }
        }
    }
    return best;
}

struct slice feel_name_normalise(struct arena *arena, struct slice text)
{
    char *out = arena_alloc(arena, text.size + 1);
    size_t size = 0;
    uint32_t at = 0;

    if (out == NULL) {
        return SLICE_EMPTY;
    }
    while (at < text.size) {
        uint32_t blanks = blanks_at(text, at);

        if (blanks > 0) {
            at += blanks;
            if (size > 0 && at < text.size) {
                out[size++] = ' ';
            }
            continue;
        }
        out[size++] = text.data[at++];
    }
    return slice_make(out, size);
}
