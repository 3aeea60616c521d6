/* Deployments: resources as multipart/form-data. */
#include <stdio.h>
#include <string.h>

#include "client_int.h"

static void put_file(struct buffer *out, const baton_resource *resource, const char *boundary)
{
    buffer_printf(out, "--%s\r\nContent-Disposition: form-data; name=\"resources\"; filename=\"",
                  boundary);
    for (const char *c = resource->name; *c != '\0'; c++) {
        if (*c == '"' || *c == '\\') {
            buffer_put_byte(out, '\\');
        }
        buffer_put_byte(out, *c == '\r' || *c == '\n' ? ' ' : *c);
    }
    buffer_put_text(out, "\"\r\nContent-Type: application/octet-stream\r\n\r\n");
    buffer_put(out, resource->content, resource->size);
    buffer_put_text(out, "\r\n");
}

static const char *find_bad_resource(const baton_resource *resources, size_t count)
{
    if (count == 0) {
        return "a deployment needs at least one resource";
    }
    for (size_t i = 0; i < count; i++) {
        if (resources[i].name == NULL || resources[i].name[0] == '\0' ||
            (resources[i].content == NULL && resources[i].size > 0)) {
            return "a resource needs a name and content";
        }
    }
    return NULL;
}

baton_result baton_deploy(baton_client *client, const baton_resource *resources, size_t count,
                          baton_response *out)
{
    const char *fault = find_bad_resource(resources, count);
    char content_type[96];
    char boundary[CLIENT_KEY_BYTES];
    baton_call call = {.method = "POST", .path = "/v2/deployments", .content_type = content_type};
    struct buffer body;

    if (fault != NULL) {
        return call_invalid(out, fault);
    }
    /* 128 random bits: no content holds them by chance, nor on purpose. */
    client_make_key(boundary);
    snprintf(content_type, sizeof(content_type), "multipart/form-data; boundary=%s", boundary);
    buffer_init(&body, CLIENT_REQUEST_BYTES);
    for (size_t i = 0; i < count; i++) {
        put_file(&body, &resources[i], boundary);
    }
    buffer_printf(&body, "--%s--\r\n", boundary);
    return call_send(client, &call, &body, out);
}
