/* The functions that use regular expressions: matches, replace, split, extract. */
#include "base/buffer.h"
#include "base/limits.h"
#include "builtin/functions.h"
#include "regex/regex.h"
#include "syntax/chars.h"

enum {
    REPLACEMENT_BYTES_PER_STEP = 8 /* looked at one by one */
};

static struct slice flags_of(const struct feel_value *args, uint32_t count, uint32_t at)
{
    return count > at && args[at].type == FEEL_STRING ? args[at].string : SLICE("");
}

/* Behind this match; one character further behind an empty one, so that the walk goes on.
 * UINT32_MAX behind the end of the text. */
static uint32_t next_from(struct slice text, const struct feel_regex_match *match)
{
    uint32_t bytes;

    if (match->slots[1] > match->slots[0]) {
        return match->slots[1];
    }
    feel_char_at(text, match->slots[1], &bytes);
    return bytes == 0 ? UINT32_MAX : match->slots[1] + bytes;
}

FEEL_FUNCTION(feel_fn_matches)
{
    struct feel_regex_match match;
    struct feel_regex_search *search =
        feel_regex_open(ev, args[1].string, flags_of(args, count, 2), args[0].string);

    if (search == NULL) {
        return FEEL_VALUE_NULL;
    }
    return feel_boolean(feel_regex_next(search, 0, &match));
}

static struct slice group_text(struct slice text, const struct feel_regex_match *match,
                               uint32_t group)
{
    uint32_t start = match->slots[2 * group];
    uint32_t end = match->slots[2 * group + 1];

    if (start == UINT32_MAX || end == UINT32_MAX || end < start) {
        return SLICE("");
    }
    return slice_sub(text, start, end - start);
}

/* --- replace --- */

/* $ stands before a digit, a backslash before $ or itself. */
static bool replacement_is_valid(struct slice replacement)
{
    for (size_t i = 0; i < replacement.size; i++) {
        char c = replacement.data[i];
        char next = i + 1 < replacement.size ? replacement.data[i + 1] : '\0';

        if (c == '$' && (next < '0' || next > '9')) {
            return false;
        }
        if (c == '\\' && next != '$' && next != '\\') {
            return false;
        }
        if (c == '\\') {
            i++;
        }
    }
    return true;
}

static void put_replacement(struct buffer *out, struct slice replacement, struct slice text,
                            const struct feel_regex_match *match)
{
    for (size_t i = 0; i < replacement.size; i++) {
        char c = replacement.data[i];

        if (c == '$') {
            i++;
            buffer_put_slice(out, group_text(text, match, (uint32_t)(replacement.data[i] - '0')));
        } else {
            i += c == '\\' ? 1 : 0;
            buffer_put_byte(out, replacement.data[i]);
        }
    }
}

static void replace_all(struct feel_evaluation *ev, struct feel_regex_search *search,
                        struct slice text, struct slice replacement, struct buffer *out)
{
    struct feel_regex_match match;
    uint32_t done = 0;
    uint32_t from = 0;

    while (from != UINT32_MAX && feel_charge(ev, 1) && !out->failed &&
           feel_regex_next(search, from, &match) &&
           feel_charge(ev, replacement.size / REPLACEMENT_BYTES_PER_STEP)) {
        buffer_put_slice(out, slice_sub(text, done, match.slots[0] - done));
        put_replacement(out, replacement, text, &match);
        done = match.slots[1];
        from = next_from(text, &match);
    }
    buffer_put_slice(out, slice_from(text, done));
}

FEEL_FUNCTION(feel_fn_replace)
{
    struct slice text = args[0].string;
    struct feel_regex_search *search =
        feel_regex_open(ev, args[1].string, flags_of(args, count, 3), text);
    struct buffer out;
    struct slice copy = SLICE_EMPTY;

    if (search == NULL) {
        return FEEL_VALUE_NULL;
    }
    if (!replacement_is_valid(args[2].string)) {
        return feel_null(ev, FEEL_WARNING_VALUE,
                         "In a replacement '$' needs a digit behind it, or '\\' before it.");
    }
    buffer_init(&out, LIMIT_FEEL_MEMORY_BYTES);
    replace_all(ev, search, text, args[2].string, &out);
    if (!out.failed && feel_charge_bytes(ev, out.size)) {
        copy = arena_copy(ev->arena, buffer_slice(&out));
    }
    buffer_deinit(&out);
    if (copy.data == NULL) {
        feel_fail(ev, FEEL_WARNING_BUDGET, SLICE("The expression needs too much memory."));
        return FEEL_VALUE_NULL;
    }
    return feel_string(copy);
}

/* --- split, extract --- */

FEEL_FUNCTION(feel_fn_split)
{
    struct slice text = args[0].string;
    struct feel_regex_search *search = feel_regex_open(ev, args[1].string, SLICE(""), text);
    struct feel_list_builder parts = {0};
    struct feel_regex_match match;
    uint32_t done = 0;
    uint32_t from = 0;

    (void)count;
    if (search == NULL) {
        return FEEL_VALUE_NULL;
    }
    while (from != UINT32_MAX && feel_charge(ev, 1) && feel_regex_next(search, from, &match)) {
        bool empty = match.slots[1] == match.slots[0];

        from = next_from(text, &match);
        /* An empty delimiter cuts between characters, not before the first or behind the last. */
        if (empty && (match.slots[0] == done || from == UINT32_MAX)) {
            continue;
        }
        if (!feel_list_push(ev, &parts,
                            feel_string(slice_sub(text, done, match.slots[0] - done)))) {
            return FEEL_VALUE_NULL;
        }
        done = match.slots[1];
    }
    if (!feel_list_push(ev, &parts, feel_string(slice_from(text, done)))) {
        return FEEL_VALUE_NULL;
    }
    return feel_list_finish(ev, &parts);
}

FEEL_FUNCTION(feel_fn_extract)
{
    struct slice text = args[0].string;
    struct feel_regex_search *search = feel_regex_open(ev, args[1].string, SLICE(""), text);
    struct feel_list_builder found = {0};
    struct feel_regex_match match;
    uint32_t from = 0;

    (void)count;
    if (search == NULL) {
        return FEEL_VALUE_NULL;
    }
    while (from != UINT32_MAX && feel_charge(ev, 1) && feel_regex_next(search, from, &match)) {
        if (!feel_list_push(ev, &found, feel_string(group_text(text, &match, 0)))) {
            return FEEL_VALUE_NULL;
        }
        from = next_from(text, &match);
    }
    return feel_list_finish(ev, &found);
}
