/* Names, titles and HTTP numbers of enum status, all from the one list. */
#include "base/status.h"

#include "base/assert.h"

struct status_text {
    const char *name;
    const char *title;
    int http;
};

#define STATUS_TEXT(name, http, title) [STATUS_##name] = {#name, title, http},
static const struct status_text status_texts[STATUS_COUNT] = {STATUS_LIST(STATUS_TEXT)};
#undef STATUS_TEXT

const char *status_name(enum status status)
{
    ASSERT(status < STATUS_COUNT);
    return status_texts[status].name;
}

int status_http(enum status status)
{
    ASSERT(status < STATUS_COUNT);
    return status_texts[status].http;
}

const char *status_title(enum status status)
{
    ASSERT(status < STATUS_COUNT);
    return status_texts[status].title;
}

bool status_is_fault(enum status status)
{
    return status >= STATUS_IO && status < STATUS_COUNT;
}
