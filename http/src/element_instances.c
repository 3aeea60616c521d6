/* Element instances: get, search. */
#include "handlers_int.h"
#include "read_int.h"
#include "readmodel/derived.h"
#include "search_int.h"

void element_get(struct request *request)
{
    entity_get(request, &entity_element);
}

void element_search(struct request *request)
{
    static const struct search_spec spec = {.entity = READMODEL_ELEMENT_INSTANCE, .takes_or = true};

    search(request, &spec);
}

void element_incident_search(struct request *request)
{
    static const struct search_spec spec = {.entity = READMODEL_INCIDENT,
                                            .source = READMODEL_ELEMENT_INCIDENTS,
                                            .origin = &entity_element,
                                            .needs_body = true};

    search(request, &spec);
}

void element_wait_search(struct request *request)
{
    static const struct search_spec spec = {.entity = READMODEL_WAIT_STATE,
                                            .ordered_by = FIELD_WAIT_ELEMENT_KEY};

    search(request, &spec);
}
