/* The query string of a request. */
#ifndef HTTP_QUERY_INT_H
#define HTTP_QUERY_INT_H

#include "base/slice.h"

/* The raw value of the first `name=value`, empty for `name` alone; data NULL when absent. */
struct slice query_find(struct slice query, const char *name);

#endif
