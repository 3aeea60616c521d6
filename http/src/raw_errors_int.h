/* Problem documents for the errors that h2o words itself. */
#ifndef HTTP_RAW_ERRORS_INT_H
#define HTTP_RAW_ERRORS_INT_H

#include <h2o.h>

void raw_errors_register(h2o_pathconf_t *path);

#endif
