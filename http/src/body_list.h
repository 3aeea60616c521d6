/* Lists of objects in a request body, each object read by a table of its own. */
#ifndef HTTP_BODY_LIST_H
#define HTTP_BODY_LIST_H

#include "body_int.h"

struct body_list_shape {
    const char *name; /* of the property, for complaints: "activateInstructions" */
    const struct field *fields;
    size_t item_bytes;
    uint32_t count_max;
};

struct body_list {
    char *items; /* in the request's arena, zeroed before they are read */
    uint32_t count;
};

/* Read a value that must be a list of objects of that shape. An absent value (data NULL) is an
 * empty list. False: the request was answered with what is wrong. */
bool body_read_list(struct request *request, const struct body_list_shape *shape,
                    struct slice value, struct body_list *out) NODISCARD;

#endif
