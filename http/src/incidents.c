/* Incidents: get, search, resolve one or all of an instance. */
#include "batch_int.h"
#include "body_int.h"
#include "handlers_int.h"
#include "read_int.h"
#include "request_int.h"
#include "search_int.h"

void incident_resolve(struct request *request)
{
    struct command command = {.type = COMMAND_RESOLVE_INCIDENT};

    if (path_key(request, 0, "incidentKey", &command.resolve_incident.incident_key) &&
        body_read_reference(request)) {
        request_submit(request, &command, BACKEND_COMPLETES_WORK, request_answer_no_content);
    }
}

static void resolve_all_done(struct request *request)
{
    batch_answer(request, batch_type_name(COMMAND_RESOLVE_INCIDENT));
}

void incident_resolve_all(struct request *request)
{
    struct command command = {.type = COMMAND_RESOLVE_INCIDENTS};

    if (path_key(request, 0, "processInstanceKey",
                 &command.resolve_incidents.process_instance_key)) {
        request_submit(request, &command, BACKEND_COMPLETES_WORK, resolve_all_done);
    }
}

void incident_get(struct request *request)
{
    entity_get(request, &entity_incident);
}

void incident_search(struct request *request)
{
    static const struct search_spec spec = {.entity = READMODEL_INCIDENT};

    search(request, &spec);
}
