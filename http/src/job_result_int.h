/* What a worker says of its job beside the variables. It means something to jobs of listeners and
 * of ad-hoc subprocesses, which there are none of: it is checked, and that is all. */
#ifndef HTTP_JOB_RESULT_INT_H
#define HTTP_JOB_RESULT_INT_H

#include "base/attr.h"
#include "base/slice.h"

struct request;

/* value: of the property `result`; data NULL: absent. False: answered. */
bool job_result_is_good(struct request *request, struct slice value) NODISCARD;

#endif
