/* Finding a route: an index by the second path segment ("jobs"), then template by template.
 *
 * The index is built once from the table and read-only after, so every thread may use it. */
#include "routes_int.h"

#include <string.h>

#include "base/assert.h"
#include "base/hash.h"

enum {
    BUCKETS = 128,
    ROUTES_MAX = 320,
    NO_ROUTE = 0xffff
};

static struct {
    bool ready;
    uint16_t first[BUCKETS];
    uint16_t next[ROUTES_MAX];
} route_index;

static const char *const method_names[HTTP_METHODS] = {"GET", "POST", "PUT", "PATCH", "DELETE"};

enum http_method http_method_of(struct slice name)
{
    int method = 0;

    while (method < HTTP_METHODS && !slice_is(name, method_names[method])) {
        method++;
    }
    return (enum http_method)method;
}

/* Cut the first segment off: "/a/b" gives "a" and leaves "/b". False when nothing is left. */
static bool segment_next(struct slice *path, struct slice *segment)
{
    size_t end;

    if (path->size == 0 || path->data[0] != '/') {
        return false;
    }
    *path = slice_from(*path, 1);
    end = slice_find_byte(*path, '/');
    end = end == SIZE_MAX ? path->size : end;
    *segment = slice_sub(*path, 0, end);
    *path = slice_from(*path, end);
    return true;
}

/* "/v2/jobs/..." lies with its second segment, "/livez" with its first. */
static unsigned bucket_of(struct slice path)
{
    struct slice first = SLICE_EMPTY;
    struct slice second = SLICE_EMPTY;

    if (segment_next(&path, &first) && segment_next(&path, &second)) {
        return (unsigned)(hash64(second) % BUCKETS);
    }
    return (unsigned)(hash64(first) % BUCKETS);
}

void routes_prepare(void)
{
    if (route_index.ready) {
        return;
    }
    ASSERT(route_count <= ROUTES_MAX);
    memset(route_index.first, 0xff, sizeof(route_index.first));
    for (size_t i = route_count; i-- > 0;) {
        unsigned bucket = bucket_of(slice_of(routes[i].path));

        route_index.next[i] = route_index.first[bucket];
        route_index.first[bucket] = (uint16_t)i;
    }
    route_index.ready = true;
}

/* Match one template; *literals counts the segments that are equal text. */
static bool template_matches(struct slice pattern, struct slice path, struct slice *parameters,
                             unsigned *literals)
{
    struct slice want;
    struct slice have;
    size_t count = 0;

    *literals = 0;
    while (segment_next(&pattern, &want)) {
        if (!segment_next(&path, &have)) {
            return false;
        }
        if (want.size > 0 && want.data[0] == '{') {
            if (have.size == 0) {
                return false;
            }
            ASSERT(count < ROUTE_PARAMETERS_MAX);
            parameters[count++] = have;
        } else if (slice_equal(want, have)) {
            ++*literals;
        } else {
            return false;
        }
    }
    return path.size == 0;
}

struct route_match route_find(enum http_method method, struct slice path)
{
    struct route_match match = {0};
    unsigned best = 0;

    ASSERT(route_index.ready);
    for (uint16_t i = route_index.first[bucket_of(path)]; i != NO_ROUTE; i = route_index.next[i]) {
        struct slice parameters[ROUTE_PARAMETERS_MAX] = {SLICE_EMPTY};
        unsigned literals;

        if (!template_matches(slice_of(routes[i].path), path, parameters, &literals)) {
            continue;
        }
        match.allowed |= 1U << routes[i].method;
        if (routes[i].method == method && (match.route == NULL || literals > best)) {
            match.route = &routes[i];
            best = literals;
            memcpy(match.parameters, parameters, sizeof(parameters));
        }
    }
    return match;
}

void routes_put_allow(struct buffer *out, uint32_t allowed)
{
    const char *separator = "";

    for (unsigned method = 0; method < HTTP_METHODS; method++) {
        if (allowed & (1U << method)) {
            buffer_put_text(out, separator);
            buffer_put_text(out, method_names[method]);
            separator = ", ";
        }
    }
}
