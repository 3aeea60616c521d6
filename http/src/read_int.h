/* Reading one entity after a fence: the frame that all gets share. */
#ifndef HTTP_READ_INT_H
#define HTTP_READ_INT_H

#include <stdbool.h>

#include "base/attr.h"
#include "readmodel/readmodel.h"

struct request;

/* One entity as resources name it. */
struct entity {
    enum readmodel_entity kind;
    const char *label;     /* "Process Instance" */
    const char *parameter; /* "processInstanceKey": its path parameter */
};

extern const struct entity entity_definition;
extern const struct entity entity_instance;
extern const struct entity entity_element;
extern const struct entity entity_variable;
extern const struct entity entity_job;
extern const struct entity entity_incident;
extern const struct entity entity_user_task;
extern const struct entity entity_batch;
extern const struct entity entity_form;
extern const struct entity entity_resource;
extern const struct entity entity_requirements;
extern const struct entity entity_decision;
extern const struct entity entity_evaluation;

/* GET of one: path key, fence, 200 or 404. */
void entity_get(struct request *request, const struct entity *entity);

/* Begin a read transaction; false: answered with what went wrong. */
bool read_begin(struct request *request, struct readmodel_read *read) NODISCARD;
void read_end(struct request *request, struct readmodel_read *read);
/* Answer for a status of a read that is not OK. */
void read_failed(struct request *request, enum status status, const struct entity *entity,
                 uint64_t key);

#endif
