/* The route table: complete, findable, unambiguous. */
#include "routes_int.h"

#include <string.h>

#include "base/limits.h"
#include "testkit/test.h"

/* "/v2/jobs/{jobKey}" as a path: "/v2/jobs/1". */
static struct slice path_of(struct buffer *out, const char *pattern)
{
    bool inside = false;

    buffer_reset(out);
    for (const char *at = pattern; *at != 0; at++) {
        if (*at == '{') {
            buffer_put_byte(out, '1');
        }
        inside = *at == '{' || (inside && *at != '}');
        if (!inside && *at != '}') {
            buffer_put_byte(out, *at);
        }
    }
    return buffer_slice(out);
}

TEST(routes, each_is_found_by_its_own_path)
{
    struct buffer path;

    routes_prepare();
    buffer_init(&path, KIB(4));
    CHECK_INT(route_count, ==, 241 + 4 + 5);
    for (size_t i = 0; i < route_count; i++) {
        struct route_match match = route_find(routes[i].method, path_of(&path, routes[i].path));

        if (match.route != &routes[i]) {
            test_fail(__FILE__, __LINE__, "%s found %s", routes[i].operation,
                      match.route == NULL ? "nothing" : match.route->operation);
        }
    }
    buffer_deinit(&path);
}

TEST(routes, parameters_are_handed_over_in_order)
{
    struct route_match match;

    routes_prepare();
    match = route_find(HTTP_PUT, SLICE("/v2/roles/r/users/u%20v"));
    CHECK(match.route != NULL);
    CHECK_TEXT(match.parameters[0], "r");
    CHECK_TEXT(match.parameters[1], "u%20v");
}

TEST(routes, near_misses_are_no_paths)
{
    static const char *const paths[] = {"",
                                        "/",
                                        "/v2",
                                        "/v2/",
                                        "/v2/jobs/",
                                        "/v2//jobs",
                                        "v2/jobs",
                                        "/V2/topology",
                                        "/v2/jobs",
                                        "/livez/",
                                        "/v2/jobs/1/2/3",
                                        "/v2/topology/x",
                                        "//v2/topology",
                                        "/v2/jobs//completion"};

    routes_prepare();
    for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
        if (route_find(HTTP_GET, slice_of(paths[i])).allowed != 0) {
            test_fail(__FILE__, __LINE__, "'%s' is a path", paths[i]);
        }
    }
}
