#include "files.h"

#include <fts.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/sort.h"
#include "testkit/test.h"

enum {
    FILES_MAX = 4096
};

struct slice file_read(struct arena *arena, const char *path)
{
    FILE *file = fopen(path, "rb");
    struct stat status;
    char *bytes;

    if (file == NULL || fstat(fileno(file), &status) != 0) {
        test_fail(__FILE__, __LINE__, "cannot read %s", path);
    }
    bytes = arena_alloc(arena, (size_t)status.st_size + 1);
    CHECK(bytes != NULL);
    CHECK_INT(fread(bytes, 1, (size_t)status.st_size, file), ==, status.st_size);
    CHECK_INT(fclose(file), ==, 0);
    return slice_make(bytes, (size_t)status.st_size);
}

void file_write(const char *path, struct slice bytes)
{
    FILE *file = fopen(path, "wb");

    if (file == NULL) {
        test_fail(__FILE__, __LINE__, "cannot write %s", path);
    }
    CHECK_INT(fwrite(bytes.data, 1, bytes.size, file), ==, bytes.size);
    CHECK_INT(fclose(file), ==, 0);
}

static int compare_paths(const void *a, const void *b, void *context)
{
    const char *const *left = a;
    const char *const *right = b;

    (void)context;
    return strcmp(*left, *right);
}

size_t files_list(struct arena *arena, const char *folder, const char *suffix, char ***out)
{
    char root[4096];
    char *roots[] = {root, NULL};
    char **paths = ARENA_ARRAY(arena, char *, FILES_MAX);
    char **scratch = ARENA_ARRAY(arena, char *, FILES_MAX);
    size_t count = 0;
    FTS *walk;

    CHECK(paths != NULL && scratch != NULL);
    CHECK(strlen(folder) < sizeof root);
    memcpy(root, folder, strlen(folder) + 1);
    walk = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
    CHECK(walk != NULL);
    for (FTSENT *entry = fts_read(walk); entry != NULL; entry = fts_read(walk)) {
        struct slice path = slice_make(entry->fts_path, entry->fts_pathlen);

        if (entry->fts_info == FTS_F && slice_ends_with(path, slice_of(suffix))) {
            CHECK_INT(count, <, FILES_MAX);
            paths[count++] = (char *)(uintptr_t)arena_copy(arena, path).data;
        }
    }
    fts_close(walk);
    sort_stable(paths, count, sizeof paths[0], compare_paths, NULL, scratch);
    *out = paths;
    return count;
}
