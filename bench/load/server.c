/* What the run asks of the server besides the load: the model, and the count at the end. */
#include <stdio.h>
#include <stdlib.h>

#include "baton/client.h"
#include "load.h"

enum {
    PATH_BYTES = 1024,
    BODY_BYTES = 256,
    MODEL_BYTES_MAX = 1 << 20
};

static char *read_model(const struct load *load, size_t *size)
{
    char path[PATH_BYTES];
    char *content = malloc(MODEL_BYTES_MAX);
    FILE *file;

    snprintf(path, sizeof(path), "%s/%s", load->models, load->scenario->file);
    file = fopen(path, "rb");
    if (file == NULL || content == NULL) {
        fprintf(stderr, "baton-load: cannot read %s: give the folder with --models\n", path);
        free(content);
        if (file != NULL) {
            fclose(file);
        }
        return NULL;
    }
    *size = fread(content, 1, MODEL_BYTES_MAX, file);
    fclose(file);
    return content;
}

static bool complain(const char *what, const baton_response *response)
{
    fprintf(stderr, "baton-load: %s: %d %s %s\n", what, response->status, response->title,
            response->detail);
    return false;
}

bool server_deploy(const struct load *load)
{
    baton_resource resource = {.name = load->scenario->file};
    baton_response response = {0};
    baton_client *client;
    char *content = read_model(load, &resource.size);
    bool ok;

    if (content == NULL || baton_client_new(NULL, &client) != BATON_OK) {
        free(content);
        return false;
    }
    resource.content = content;
    ok = baton_deploy(client, &resource, 1, &response) == BATON_OK || complain("deploy", &response);
    baton_response_clear(&response);
    baton_client_free(client);
    free(content);
    return ok;
}

static bool count(baton_client *client, const struct load *load, const char *state, uint64_t *out)
{
    baton_response response = {0};
    char body[BODY_BYTES];
    int64_t total = 0;
    bool ok;

    snprintf(
        body, sizeof(body),
        "{\"filter\":{\"processDefinitionId\":\"%s\",\"state\":\"%s\"},\"page\":{\"limit\":1}}",
        load->scenario->name, state);
    ok = baton_search(client, "process-instances", body, &response) == BATON_OK &&
         baton_json_int(response.body, "page.totalItems", &total);
    if (!ok) {
        (void)complain("count", &response);
    }
    *out = (uint64_t)total;
    baton_response_clear(&response);
    return ok;
}

bool server_count(const struct load *load, struct census *out)
{
    baton_client *client;
    bool ok;

    if (baton_client_new(NULL, &client) != BATON_OK) {
        return false;
    }
    ok = count(client, load, "ACTIVE", &out->active) &&
         count(client, load, "COMPLETED", &out->completed);
    baton_client_free(client);
    return ok;
}
