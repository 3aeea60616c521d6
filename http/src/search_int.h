/* Searches: one request shape for all entities. */
#ifndef HTTP_SEARCH_INT_H
#define HTTP_SEARCH_INT_H

#include <stdbool.h>

#include "readmodel/query.h"

struct request;

struct search_spec {
    enum readmodel_entity entity;
    bool takes_or;  /* filter.$or */
    bool truncates; /* ?truncateValues */
    /* Names of the filters over variables, NULL: none. */
    const char *any_scope_variables;
    const char *root_scope_variables;
    const char *local_scope_variables;
};

/* Read the request, wait for the fence, search, answer the page. spec is static. */
void search(struct request *request, const struct search_spec *spec);

/* --- search_filter.c --- */

struct search_reading {
    struct request *request;
    const struct search_spec *spec;
    const struct readmodel_schema *schema;
    uint32_t value_count; /* named so far, at most LIMIT_FILTER_VALUES */
};

/* The filter property of a search body into the query's clauses, in the request's arena. False:
 * answered. */
bool search_filter_read(struct search_reading *reading, struct slice filter,
                        struct readmodel_query *query);

#endif
