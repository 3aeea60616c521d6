/* Searches: one request shape for all entities. */
#ifndef HTTP_SEARCH_INT_H
#define HTTP_SEARCH_INT_H

#include <stdbool.h>

#include "readmodel/query.h"

struct request;

struct entity;

struct search_spec {
    enum readmodel_entity entity;
    bool takes_or;   /* filter.$or */
    bool truncates;  /* ?truncateValues */
    bool unsorted;   /* takes no `sort`: as ordered_by says */
    bool unfiltered; /* takes no `filter` */
    bool needs_body;
    bool unpaged; /* all items at once: takes no `page` and `sort`, answers no `page` */
    uint32_t
        ordered_by; /* the field, when no sort is given; 0: the key, or if unsorted the first */
    enum readmodel_source source;
    const struct entity *origin; /* whose key is in the path; NULL: none is */
    /* The filter is over these, of which the entity's rows are made; 0: over the rows themselves */
    enum readmodel_entity base;
    int base_field;              /* of the base, must be the path's key; 0: none */
    const char *const *filters;  /* those that are taken, ends with NULL; NULL: all */
    const char *const *required; /* those that must be there, ends with NULL; NULL: none */
    const char *more;            /* a last member of the answer, as JSON; NULL: none */
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
