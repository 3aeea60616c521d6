#include "deploy.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/assert.h"
#include "base/limits.h"
#include "base/sort.h"
#include "client.h"
#include "convert.h"
#include "terminal.h"

enum {
    PATH_BYTES = 4096,
    DEPTH_MAX = 16
};

static bool put_resource(struct deployment *deployment, const char *name, char *content,
                         size_t bytes)
{
    if (deployment->count == DEPLOY_FILES_MAX) {
        cli_complain("more than %d files: deploy them in parts", DEPLOY_FILES_MAX);
        free(content);
        return false;
    }
    if (deployment->count == deployment->capacity) {
        deployment->capacity = deployment->capacity == 0 ? 16 : 2 * deployment->capacity;
        deployment->resources = CHECK_MEMORY(
            realloc(deployment->resources, deployment->capacity * sizeof(baton_resource)));
    }
    deployment->resources[deployment->count++] =
        (baton_resource){.name = CHECK_MEMORY(strdup(name)), .content = content, .size = bytes};
    deployment->bytes += bytes;
    terminal_progress("reading %zu: %s", deployment->count, name);
    return true;
}

static bool read_file(struct deployment *deployment, const char *path, const char *name)
{
    size_t bytes = 0;
    char *content = convert_read_file(path, LIMIT_XML_BYTES, &bytes);

    return content != NULL && put_resource(deployment, name, content, bytes);
}

/* --- directories --- */

static bool is_model(struct slice name)
{
    return slice_ends_with(name, SLICE(".bpmn")) || slice_ends_with(name, SLICE(".dmn")) ||
           slice_ends_with(name, SLICE(".form"));
}

static int compare_names(const void *a, const void *b, void *context)
{
    (void)context;
    return strcmp(*(char *const *)a, *(char *const *)b);
}

struct names {
    char **items;
    size_t count;
};

static void names_free(struct names *names)
{
    for (size_t i = 0; i < names->count; i++) {
        free(names->items[i]);
    }
    free(names->items);
}

/* The names in a directory, sorted: the same files are always the same deployment. */
static bool names_read(struct names *names, const char *path)
{
    DIR *directory = opendir(path);
    struct dirent *entry;
    char **scratch;

    *names = (struct names){0};
    if (directory == NULL) {
        cli_complain("%s: %s", path, strerror(errno));
        return false;
    }
    while ((entry = readdir(directory)) != NULL) {
        if (entry->d_name[0] != '.') {
            names->items =
                CHECK_MEMORY(realloc(names->items, (names->count + 1) * sizeof(*names->items)));
            names->items[names->count++] = CHECK_MEMORY(strdup(entry->d_name));
        }
    }
    closedir(directory);
    scratch = CHECK_MEMORY(malloc((names->count + 1) * sizeof(*scratch)));
    sort_stable(names->items, names->count, sizeof(*scratch), compare_names, NULL, scratch);
    free(scratch);
    return true;
}

/* top: how many bytes of the path are the directory that was named; a resource is called by what
 * follows. */
static bool read_directory(struct deployment *deployment, const char *path, size_t top, int depth)
{
    struct names names;
    bool good = names_read(&names, path);

    for (size_t i = 0; i < names.count && good; i++) {
        char inner[PATH_BYTES];
        struct stat info;
        int size = snprintf(inner, sizeof(inner), "%s/%s", path, names.items[i]);

        if (size < 0 || (size_t)size >= sizeof(inner) || stat(inner, &info) != 0) {
            continue;
        }
        if (S_ISDIR(info.st_mode) && depth < DEPTH_MAX) {
            good = read_directory(deployment, inner, top, depth + 1);
        } else if (S_ISREG(info.st_mode) && is_model(slice_of(names.items[i]))) {
            good = read_file(deployment, inner, inner + top + 1);
        }
    }
    names_free(&names);
    return good;
}

static bool read_whole_directory(struct deployment *deployment, const char *path)
{
    size_t before = deployment->count;

    if (!read_directory(deployment, path, strlen(path), 0)) {
        return false;
    }
    if (deployment->count == before) {
        cli_complain("%s: no .bpmn, .dmn or .form file in it", path);
        return false;
    }
    return true;
}

/* --- the whole --- */

static const char *file_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash == NULL ? path : slash + 1;
}

static bool read_path(struct deployment *deployment, const char *path, const char *stdin_name)
{
    struct stat info;

    if (strcmp(path, "-") == 0) {
        return read_file(deployment, path, stdin_name);
    }
    if (stat(path, &info) == 0 && S_ISDIR(info.st_mode)) {
        return read_whole_directory(deployment, path);
    }
    return read_file(deployment, path, file_name(path));
}

bool deployment_read(struct deployment *deployment, const char *const *paths, size_t count,
                     const char *stdin_name)
{
    bool good = true;

    *deployment = (struct deployment){0};
    for (size_t i = 0; i < count && good; i++) {
        good = read_path(deployment, paths[i], stdin_name);
    }
    terminal_progress_end();
    return good;
}

void deployment_free(struct deployment *deployment)
{
    for (size_t i = 0; i < deployment->count; i++) {
        free((void *)(uintptr_t)deployment->resources[i].name);
        free((void *)(uintptr_t)deployment->resources[i].content);
    }
    free(deployment->resources);
}

void deployment_print(const struct deployment *deployment)
{
    puts("POST /v2/deployments");
    for (size_t i = 0; i < deployment->count; i++) {
        printf("%s, %zu bytes\n", deployment->resources[i].name, deployment->resources[i].size);
    }
}

int deployment_send(const struct cli_line *line, baton_client *client,
                    const struct deployment *deployment, baton_response *response)
{
    baton_result result;

    terminal_progress("deploying %zu file%s, %zu bytes", deployment->count,
                      deployment->count == 1 ? "" : "s", deployment->bytes);
    result = baton_deploy(client, deployment->resources, deployment->count, response);
    terminal_progress_end();
    return client_judge(line, result, response);
}
