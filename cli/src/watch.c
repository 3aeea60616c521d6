#include "watch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/sort.h"
#include "table.h"
#include "terminal.h"
#include "value/value.h"

enum {
    INTERVAL_MS = 2000,
    INTERVAL_MAX_MS = 24 * 3600 * 1000,
    LINES_AROUND = 3 /* heading, the line below the table, the prompt */
};

/* One item of a look, by the hashes of its key and of all of it. */
struct seen {
    uint64_t key;
    uint64_t item;
    size_t offset;
    size_t size;
};

struct look {
    struct buffer items;
    struct seen *seen; /* in the server's order */
    struct seen *by_key;
    size_t count;
    size_t capacity;
};

struct watch {
    struct search *search;
    struct output *output;
    struct look now;
    struct look before;
    bool fresh; /* nothing of this look is drawn yet */
};

/* --- on a terminal --- */

/* The screen is emptied when there is something new to draw on it, not before. */
static int draw_page(void *ctx, struct slice items)
{
    struct watch *watch = ctx;

    if (watch->fresh) {
        terminal_clear(stdout);
        watch->fresh = false;
    }
    return output_rows(watch->output, items);
}

static int draw(struct watch *watch)
{
    struct search_result result;
    int code;

    watch->output->rows = 0;
    watch->fresh = true;
    code = search_run(watch->search, draw_page, watch, &result);
    if (code == CLI_OK) {
        printf("%s%llu of %llu %s, Ctrl-C ends%s\n", terminal_begin(stdout, TERMINAL_DIM),
               (unsigned long long)result.rows, (unsigned long long)result.total,
               watch->search->line->form->noun->name, terminal_end(stdout, TERMINAL_DIM));
    }
    fflush(stdout);
    return code;
}

/* --- as lines --- */

static void look_init(struct look *look)
{
    *look = (struct look){0};
    buffer_init(&look->items, GIB(1));
}

static void look_reset(struct look *look)
{
    buffer_reset(&look->items);
    look->count = 0;
}

static void look_deinit(struct look *look)
{
    buffer_deinit(&look->items);
    free(look->seen);
    free(look->by_key);
}

static struct slice item_of(const struct look *look, const struct seen *seen)
{
    return slice_make(look->items.data + seen->offset, seen->size);
}

static void look_put(struct look *look, const char *key, struct slice item)
{
    struct slice member = SLICE_EMPTY;

    if (look->count == look->capacity) {
        look->capacity = look->capacity == 0 ? 64 : 2 * look->capacity;
        look->seen = CHECK_MEMORY(realloc(look->seen, look->capacity * sizeof(*look->seen)));
        look->by_key = CHECK_MEMORY(realloc(look->by_key, look->capacity * sizeof(*look->seen)));
    }
    if (!output_find(item, key, &member)) {
        member = item;
    }
    look->seen[look->count++] = (struct seen){
        .key = hash64(member), .item = hash64(item), .offset = look->items.size, .size = item.size};
    buffer_put_slice(&look->items, item);
}

static int compare_keys(const void *a, const void *b, void *context)
{
    const struct seen *left = a;
    const struct seen *right = b;

    (void)context;
    return left->key < right->key ? -1 : left->key > right->key;
}

static void look_index(struct look *look)
{
    struct seen *scratch = CHECK_MEMORY(malloc((look->count + 1) * sizeof(*scratch)));

    if (look->count > 0) {
        memcpy(look->by_key, look->seen, look->count * sizeof(*look->seen));
    }
    sort_stable(look->by_key, look->count, sizeof(*look->seen), compare_keys, NULL, scratch);
    free(scratch);
}

static const struct seen *look_find(const struct look *look, uint64_t key)
{
    size_t low = 0;
    size_t high = look->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (look->by_key[middle].key < key) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < look->count && look->by_key[low].key == key ? &look->by_key[low] : NULL;
}

static int note_page(void *ctx, struct slice items)
{
    struct watch *watch = ctx;
    struct value_reader reader = value_reader_of(items);
    struct slice item;
    uint32_t count = 0;

    if (value_read_array(&reader, &count) != STATUS_OK) {
        return CLI_ERROR;
    }
    if (watch->output->rows == 0 && count > 0 && watch->output->form == OUTPUT_TABLE &&
        watch->now.count == 0) {
        table_lay_out(watch->output, items);
        printf("%-8s", "CHANGE");
        table_print_heading(watch->output);
    }
    while (count-- > 0 && value_read_whole(&reader, &item) == STATUS_OK) {
        look_put(&watch->now, watch->output->key, item);
    }
    return CLI_OK;
}

static int print_changes(struct watch *watch)
{
    int code = CLI_OK;

    for (size_t i = 0; i < watch->now.count && code == CLI_OK; i++) {
        const struct seen *seen = &watch->now.seen[i];
        const struct seen *old = look_find(&watch->before, seen->key);

        if (old == NULL || old->item != seen->item) {
            code = output_change(watch->output, old == NULL ? "new" : "changed",
                                 item_of(&watch->now, seen));
        }
    }
    for (size_t i = 0; i < watch->before.count && code == CLI_OK; i++) {
        const struct seen *seen = &watch->before.seen[i];

        if (look_find(&watch->now, seen->key) == NULL && watch->output->form != OUTPUT_NAME) {
            code = output_change(watch->output, "gone", item_of(&watch->before, seen));
        }
    }
    fflush(stdout);
    return code;
}

static int print_lines(struct watch *watch)
{
    struct search_result result;
    struct look swap;
    int code;

    look_reset(&watch->now);
    code = search_run(watch->search, note_page, watch, &result);
    if (code != CLI_OK || terminal_was_interrupted()) {
        return code;
    }
    look_index(&watch->now);
    code = print_changes(watch);
    swap = watch->before;
    watch->before = watch->now;
    watch->now = swap;
    return code;
}

/* --- both --- */

/* A server that was there once may come back. */
static bool may_come_back(int code, bool worked)
{
    return worked && (code == CLI_UNAVAILABLE || code == CLI_TIMED_OUT);
}

static void limit_to_screen(struct search *search)
{
    size_t height = terminal_height(stdout);

    if (cli_option(search->line, "limit") == NULL && height > LINES_AROUND + 1 &&
        search->limit > height - LINES_AROUND) {
        search->limit = height - LINES_AROUND;
    }
}

int watch_run(struct search *search, struct output *output)
{
    int64_t interval_ms = cli_duration(search->line, "interval", INTERVAL_MAX_MS, INTERVAL_MS);
    bool drawn = terminal_draws(stdout) && output->form == OUTPUT_TABLE;
    struct watch watch = {.search = search, .output = output};
    bool worked = false;
    int code;

    look_init(&watch.now);
    look_init(&watch.before);
    terminal_catch_interrupts();
    if (drawn) {
        limit_to_screen(search);
    }
    do {
        code = drawn ? draw(&watch) : print_lines(&watch);
        worked = worked || code == CLI_OK;
    } while ((code == CLI_OK || may_come_back(code, worked)) && terminal_pause(interval_ms));
    look_deinit(&watch.now);
    look_deinit(&watch.before);
    return terminal_was_interrupted() ? CLI_OK : code;
}
