/* Problem documents for the errors that h2o words itself. */
#ifndef HTTP_RAW_ERRORS_INT_H
#define HTTP_RAW_ERRORS_INT_H

#include <h2o.h>

enum {
    ANSWER_IS_OURS = H2O_COMPRESS_HINT_DISABLE /* nothing is compressed anyway */
};

void raw_errors_register(h2o_pathconf_t *path);

#endif
