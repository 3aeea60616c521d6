/* Every result of a search, page by page. Each page is asked for with the cursor behind the last.
 */
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "client_int.h"
#include "config.h"

enum {
    ENTITY_BYTES = 128,
    PAGE_ITEMS = 100
};

struct baton_iterator {
    baton_client *client;
    char entity[ENTITY_BYTES];
    struct buffer query; /* the members of the caller's body except page: ,"filter":{...} */
    struct buffer body;  /* of the page asked for */
    int64_t limit;
    baton_response response;
    baton_result result;
    struct slice items;  /* of the page, what is not handed out yet, behind '[' or ',' */
    uint64_t item_count; /* in the present page */
    bool is_last;        /* no page follows */
};

/* Copies everything but the page, which is the iterator's own business. */
static bool copy_member(struct slice name, struct slice value, void *ctx)
{
    baton_iterator *it = ctx;

    if (slice_is(name, "page")) {
        struct slice limit;

        if (json_member(value, SLICE("limit"), &limit) && !json_to_int(limit, &it->limit)) {
            it->result = BATON_INVALID;
        }
        return true;
    }
    buffer_put_text(&it->query, ",\"");
    buffer_put_slice(&it->query, name);
    buffer_put_text(&it->query, "\":");
    buffer_put_slice(&it->query, value);
    return true;
}

static baton_result take_query(baton_iterator *it, const char *body)
{
    struct slice text = body == NULL ? SLICE("{}") : slice_of(body);

    it->limit = PAGE_ITEMS;
    if (!json_each_member(text, copy_member, it) || it->query.failed) {
        return error_set(BATON_INVALID, "the search's body is no JSON object");
    }
    if (it->result != BATON_OK || it->limit < 1) {
        return error_set(BATON_INVALID, "page.limit is no number above 0");
    }
    return BATON_OK;
}

baton_result baton_iterator_new(baton_client *client, const char *entity, const char *body,
                                baton_iterator **out)
{
    baton_iterator *it = memory_zeroed(sizeof(*it));
    baton_result result;

    error_clear();
    it->client = client;
    it->items = SLICE_EMPTY;
    buffer_init(&it->query, CLIENT_REQUEST_BYTES);
    buffer_init(&it->body, CLIENT_REQUEST_BYTES);
    if ((size_t)snprintf(it->entity, sizeof(it->entity), "%s", entity) >= sizeof(it->entity)) {
        result = error_set(BATON_INVALID, "no entity has so long a name");
    } else {
        result = take_query(it, body);
    }
    if (result != BATON_OK) {
        baton_iterator_free(it);
        return result;
    }
    *out = it;
    return BATON_OK;
}

void baton_iterator_free(baton_iterator *it)
{
    if (it != NULL) {
        baton_response_clear(&it->response);
        buffer_deinit(&it->query);
        buffer_deinit(&it->body);
        memory_release(it);
    }
}

/* cursor is a JSON string as the server sent it; empty: the first page. */
static void make_body(baton_iterator *it, struct slice cursor)
{
    buffer_reset(&it->body);
    buffer_printf(&it->body, "{\"page\":{\"limit\":%lld", (long long)it->limit);
    if (cursor.size > 0) {
        buffer_put_text(&it->body, ",\"after\":");
        buffer_put_slice(&it->body, cursor);
    }
    buffer_put_byte(&it->body, '}');
    buffer_put_slice(&it->body, buffer_slice(&it->query));
    buffer_put(&it->body, "}", 2);
}

/* The cursor of the page that is here; empty when no page follows. */
static struct slice next_cursor(const baton_iterator *it, struct slice body)
{
    struct slice page;
    struct slice cursor;

    if (it->item_count < (uint64_t)it->limit || !json_member(body, SLICE("page"), &page) ||
        !json_member(page, SLICE("endCursor"), &cursor) || cursor.data[0] != '"') {
        return SLICE_EMPTY;
    }
    return cursor;
}

static bool fail(baton_iterator *it, baton_result result, const char *detail)
{
    it->result = result;
    it->is_last = true;
    it->items = SLICE_EMPTY;
    if (detail != NULL) {
        snprintf(it->response.detail, sizeof(it->response.detail), "%s", detail);
    }
    return false;
}

static bool take_page(baton_iterator *it)
{
    struct slice body = slice_make(it->response.body, it->response.body_size);
    struct slice items;

    if (!json_member(body, SLICE("items"), &items) || items.data[0] != '[') {
        return fail(it, BATON_PROTOCOL, "the server's answer holds no list of items");
    }
    it->items = slice_trim(slice_sub(items, 1, items.size - 2));
    it->item_count = 0;
    return true;
}

/* False when there is none or it cannot be got. */
static bool ask_for_page(baton_iterator *it)
{
    struct slice cursor = SLICE_EMPTY;
    baton_result result;

    if (it->response.body != NULL) {
        cursor = next_cursor(it, slice_make(it->response.body, it->response.body_size));
        it->is_last |= cursor.size == 0;
    }
    if (it->is_last) {
        return false;
    }
    make_body(it, cursor);
    if (it->body.failed) {
        return fail(it, BATON_INVALID, "the search is larger than a server takes");
    }
    result = baton_search(it->client, it->entity, it->body.data, &it->response);
    return result == BATON_OK ? take_page(it) : fail(it, result, NULL);
}

bool baton_iterator_next(baton_iterator *it, const char **item, size_t *size)
{
    const char *end;
    const char *at;

    if (it->items.size == 0 && (!ask_for_page(it) || it->items.size == 0)) {
        it->is_last = true;
        return false;
    }
    end = it->items.data + it->items.size;
    at = json_scan_value(it->items.data, end, item);
    if (at == NULL) {
        return fail(it, BATON_PROTOCOL, "the server's list of items is not well formed");
    }
    *size = (size_t)(at - *item);
    it->item_count++;
    it->items = slice_trim(slice_make(at, (size_t)(end - at)));
    if (it->items.size == 0) {
        return true;
    }
    if (it->items.data[0] != ',') {
        return fail(it, BATON_PROTOCOL, "the server's list of items is not well formed");
    }
    it->items = slice_from(it->items, 1);
    return true;
}

baton_result baton_iterator_result(const baton_iterator *it)
{
    return it->result;
}

const baton_response *baton_iterator_response(const baton_iterator *it)
{
    return &it->response;
}
