/* Statistics: rows that the read model makes of instances, elements, subscriptions and incidents.
 * All are searches whose rows no table holds. */
#include "handlers_int.h"
#include "read_int.h"
#include "search_int.h"

void instance_element_statistics(struct request *request)
{
    static const struct search_spec spec = {.entity = READMODEL_ELEMENT_STATISTICS,
                                            .origin = &entity_instance,
                                            .unsorted = true,
                                            .unpaged = true};

    search(request, &spec);
}

void instance_wait_statistics(struct request *request)
{
    static const struct search_spec spec = {.entity = READMODEL_WAIT_STATISTICS,
                                            .origin = &entity_instance,
                                            .unsorted = true,
                                            .unpaged = true};

    search(request, &spec);
}

/* Filters of instances, but for those that would name another definition than the path does. */
static const char *const definition_filters[] = {"startDate",
                                                 "endDate",
                                                 "state",
                                                 "hasIncident",
                                                 "suspendedDate",
                                                 "tenantId",
                                                 "variables",
                                                 "processInstanceKey",
                                                 "parentProcessInstanceKey",
                                                 "parentElementInstanceKey",
                                                 "batchOperationId",
                                                 "batchOperationKey",
                                                 "errorMessage",
                                                 "hasRetriesLeft",
                                                 "elementInstanceState",
                                                 "elementId",
                                                 "hasElementInstanceIncident",
                                                 "incidentErrorHashCode",
                                                 "tags",
                                                 "businessId",
                                                 NULL};

void definition_element_statistics(struct request *request)
{
    static const struct search_spec spec = {.entity = READMODEL_ELEMENT_STATISTICS,
                                            .origin = &entity_definition,
                                            .base = READMODEL_PROCESS_INSTANCE,
                                            .base_field = FIELD_INSTANCE_DEFINITION_KEY,
                                            .filters = definition_filters,
                                            .takes_or = true,
                                            .any_scope_variables = "variables",
                                            .unsorted = true,
                                            .unpaged = true};

    search(request, &spec);
}

void definition_instance_statistics(struct request *request)
{
    static const struct search_spec spec = {.entity = READMODEL_DEFINITION_STATISTICS,
                                            .unfiltered = true};

    search(request, &spec);
}

void definition_version_statistics(struct request *request)
{
    static const char *const required[] = {"processDefinitionId", NULL};
    static const struct search_spec spec = {.entity = READMODEL_VERSION_STATISTICS,
                                            .required = required};

    search(request, &spec);
}

void definition_subscription_statistics(struct request *request)
{
    static const struct search_spec spec = {.entity = READMODEL_SUBSCRIPTION_STATISTICS,
                                            .base = READMODEL_MESSAGE_SUBSCRIPTION,
                                            .unsorted = true};

    search(request, &spec);
}

void incident_statistics_by_error(struct request *request)
{
    static const struct search_spec spec = {.entity = READMODEL_ERROR_STATISTICS,
                                            .unfiltered = true};

    search(request, &spec);
}

void incident_statistics_by_definition(struct request *request)
{
    static const char *const required[] = {"errorHashCode", NULL};
    static const struct search_spec spec = {.entity = READMODEL_ERROR_DEFINITION_STATISTICS,
                                            .required = required};

    search(request, &spec);
}
