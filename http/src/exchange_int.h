/* A request bound to its connection. */
#ifndef HTTP_EXCHANGE_INT_H
#define HTTP_EXCHANGE_INT_H

#include <stdbool.h>

struct request;

struct answer {
    int status;
    const char *content_type; /* NULL: none */
    bool closes;              /* close the connection after it */
    const char *allow;        /* header, NULL: none; must live until exchange_send returns */
    int retry_after_s;        /* 0: none */
};

/* Send request->out as the answer. */
void exchange_send(struct request *request, const struct answer *answer);
/* The outcome of the wait is in place: resume on the request's own thread. Thread: any. */
void exchange_post(struct request *request);
/* Notice from now on when the client leaves, though nothing is read from it. */
void exchange_watch(struct request *request);
void exchange_unwatch(struct request *request);

#endif
