/* Lists of objects in a request body, each object read by a table of its own. */
#ifndef HTTP_BODY_LIST_H
#define HTTP_BODY_LIST_H

#include "body_int.h"

struct body_list {
    char *items; /* in the request's arena, zeroed before they are read */
    uint32_t count;
};

/* Read a value that must be a list of at most LIMIT_MODIFY_INSTRUCTIONS objects; name: of the
 * property, for complaints ("activateInstructions"). An absent value (data NULL) is an empty list.
 * False: the request was answered with what is wrong. */
bool body_read_list(struct request *request, const char *name, const struct field *fields,
                    struct slice value, size_t item_bytes, struct body_list *out) NODISCARD;

#endif
