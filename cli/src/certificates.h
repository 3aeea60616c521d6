/* An authority of one's own and certificates of it for the servers of a cluster: for tests, for
 * loopback, and for who has no authority. ECDSA on P-256; PEM files that only their owner reads.
 *
 *     DIR/ca.pem  DIR/ca-key.pem  DIR/NAME.pem  DIR/NAME-key.pem
 *
 * No file that exists is ever written. Thread: any. */
#ifndef CLI_CERTIFICATES_H
#define CLI_CERTIFICATES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/status.h"

enum {
    CERTIFICATES_PATH_BYTES = 1024,
    CERTIFICATES_PROBLEM_BYTES = 2048,
    CERTIFICATES_DAYS = 730,            /* of a server's, when nothing else is said */
    CERTIFICATES_AUTHORITY_DAYS = 3650, /* and never longer than its authority's */
};

struct certificates_problem {
    char text[CERTIFICATES_PROBLEM_BYTES];
};

/* Make directory (when it is not there) and the authority in it.
 *
 * Errors: STATUS_ALREADY_EXISTS there is one
 *         STATUS_IO             a file cannot be written
 * problem->text is filled on every error, here and below. */
enum status certificates_init(const char *directory,
                              struct certificates_problem *problem) NODISCARD;

/* A key and a certificate of the directory's authority for each name, which stands among the
 * subject's alternative names. All is looked at before anything is written.
 *
 * Errors: STATUS_NOT_FOUND        there is no authority
 *         STATUS_INVALID_ARGUMENT a name no server can have, or the authority's files are none
 *         STATUS_ALREADY_EXISTS   a file of a name is there
 *         STATUS_IO               a file cannot be written */
enum status certificates_node(const char *directory, const char *const *names, size_t count,
                              int days, struct certificates_problem *problem) NODISCARD;

/* DIR/NAME.pem, or DIR/NAME-key.pem. False when that is too long. */
bool certificates_path(char out[CERTIFICATES_PATH_BYTES], const char *directory, const char *name,
                       bool key) NODISCARD;

#endif
