/* Errors on the wire: application/problem+json (RFC 9457) with all five members. */
#ifndef HTTP_PROBLEM_INT_H
#define HTTP_PROBLEM_INT_H

#include "base/attr.h"
#include "base/slice.h"
#include "base/status.h"

struct request;

/* Answer with status code, title and a detail in printf form. */
void problem(struct request *request, int http_status, const char *title, const char *format, ...)
    PRINTF_LIKE(4, 5);
/* The same with the code and title of a status. */
void problem_status(struct request *request, enum status status, const char *format, ...)
    PRINTF_LIKE(3, 4);
/* 400 "Bad Request": the request could not be read. */
void problem_bad_request(struct request *request, const char *format, ...) PRINTF_LIKE(2, 3);
/* 400 "INVALID_ARGUMENT": it was read and is not allowed. */
void problem_invalid(struct request *request, const char *format, ...) PRINTF_LIKE(2, 3);
void problem_not_found(struct request *request);
void problem_method(struct request *request, uint32_t allowed);
/* "Command 'CREATE' rejected with code 'NOT_FOUND': reason" */
void problem_rejection(struct request *request, const char *intent, enum status status,
                       struct slice reason);
/* What went wrong on the way: back-pressure, no leader, time out, unknown outcome. */
void problem_failure(struct request *request, enum status status, struct slice detail);

/* "Not Found" for 404. */
const char *http_reason(int http_status);

#endif
