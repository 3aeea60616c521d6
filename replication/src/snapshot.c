#include "snapshot.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/crc32c.h"
#include "block.h"
#include "manifest.h"
#include "problem.h"

enum {
    NAME_DIGITS = 20,
    READ_BYTES = 256 * 1024,
};

static const char fresh_name[] = "tmp";
static const char received_name[] = "install";

void snapshot_name(char out[SNAPSHOT_NAME_BYTES], uint64_t index, uint64_t term)
{
    snprintf(out, SNAPSHOT_NAME_BYTES, "%0*" PRIu64 "-%" PRIu64, NAME_DIGITS, index, term);
}

void snapshots_directory(char out[REPLICATION_PATH_BYTES], const char *directory)
{
    path_join(out, directory, "snapshots");
}

void snapshot_directory(char out[REPLICATION_PATH_BYTES], const char *directory, uint64_t index,
                        uint64_t term)
{
    char parent[REPLICATION_PATH_BYTES];
    char name[SNAPSHOT_NAME_BYTES];

    snapshots_directory(parent, directory);
    snapshot_name(name, index, term);
    path_join(out, parent, name);
}

/* Names in a directory, gathered first: what is found is removed later. */
struct names {
    struct slice *items; /* each with a NUL behind it; owned */
    size_t count;
    size_t capacity;
};

static void names_add(void *context, const char *name)
{
    struct names *names = context;
    size_t size = strlen(name);
    char *copy = CHECK_MEMORY(malloc(size + 1));

    memcpy(copy, name, size + 1);
    if (names->count == names->capacity) {
        names->capacity = names->capacity == 0 ? 16 : 2 * names->capacity;
        names->items = CHECK_MEMORY(realloc(names->items, names->capacity * sizeof(*names->items)));
    }
    names->items[names->count++] = slice_make(copy, size);
}

static void names_deinit(struct names *names)
{
    for (size_t i = 0; i < names->count; i++) {
        union {
            const char *in;
            void *out; /* the slice owns what it shows */
        } name = {.in = names->items[i].data};

        free(name.out);
    }
    free(names->items);
}

/* Index and term of a snapshot's name; false for any other name. */
static bool name_parse(const char *name, uint64_t *index, uint64_t *term)
{
    char again[SNAPSHOT_NAME_BYTES];

    if (sscanf(name, "%" SCNu64 "-%" SCNu64, index, term) != 2) {
        return false;
    }
    snapshot_name(again, *index, *term);
    return strcmp(again, name) == 0;
}

static bool name_is_ours(const char *name)
{
    uint64_t index;
    uint64_t term;

    return strcmp(name, fresh_name) == 0 || strcmp(name, received_name) == 0 ||
           name_parse(name, &index, &term);
}

static enum status file_read(struct disk *disk, const char *path, struct buffer *out)
{
    enum status st;
    uint64_t bytes;
    size_t got = 0;
    char *at;
    int file;

    st = disk->open(disk, path, DISK_READ, &file);
    if (st != STATUS_OK) {
        return st;
    }
    st = disk->size(disk, file, &bytes);
    at = st == STATUS_OK ? buffer_reserve(out, bytes) : NULL;
    if (at != NULL) {
        st = disk->read(disk, file, at, bytes, 0, &got);
        out->size += got;
    }
    disk->close(disk, file);
    return st;
}

static enum status manifest_load(struct disk *disk, const char *snapshot,
                                 struct snapshot_manifest *manifest,
                                 struct replication_problem *problem)
{
    char path[REPLICATION_PATH_BYTES];
    struct buffer bytes;
    enum status st;

    path_join(path, snapshot, "manifest");
    buffer_init(&bytes, MANIFEST_BYTES_MAX);
    st = file_read(disk, path, &bytes);
    if (st == STATUS_NOT_FOUND) {
        st = problem_corrupt(problem, path, 0, "the newest snapshot has no manifest");
    } else if (st != STATUS_OK) {
        st = problem_disk(problem, st, "read", path);
    } else if (bytes.failed || !manifest_decode(buffer_slice(&bytes), manifest)) {
        st = problem_corrupt(problem, path, 0, "the newest snapshot's manifest is damaged");
    }
    buffer_deinit(&bytes);
    return st;
}

static enum status size_check(struct disk *disk, const char *snapshot,
                              const struct snapshot_file *expected,
                              struct replication_problem *problem)
{
    char path[REPLICATION_PATH_BYTES];
    uint64_t bytes = 0;
    enum status st;
    int file;

    path_join(path, snapshot, expected->name);
    st = disk->open(disk, path, DISK_READ, &file);
    if (st == STATUS_OK) {
        st = disk->size(disk, file, &bytes);
        disk->close(disk, file);
    }
    if (st == STATUS_NOT_FOUND || (st == STATUS_OK && bytes != expected->bytes)) {
        return problem_corrupt(problem, path, bytes,
                               "a file of the newest snapshot is missing or has another size than "
                               "its manifest says");
    }
    return st == STATUS_OK ? st : problem_disk(problem, st, "read", path);
}

/* The highest (index, term) among the names; index 0 when there is none. */
static void newest_of(const struct names *names, uint64_t *index, uint64_t *term)
{
    *index = 0;
    *term = 0;
    for (size_t i = 0; i < names->count; i++) {
        uint64_t an_index;
        uint64_t a_term;

        if (name_parse(names->items[i].data, &an_index, &a_term) &&
            (an_index > *index || (an_index == *index && a_term > *term))) {
            *index = an_index;
            *term = a_term;
        }
    }
}

enum status snapshot_load(struct disk *disk, const char *directory, bool *found,
                          struct snapshot_manifest *manifest, struct replication_problem *problem)
{
    char path[REPLICATION_PATH_BYTES];
    struct names names = {0};
    uint64_t index;
    uint64_t term;
    enum status st;

    *found = false;
    snapshots_directory(path, directory);
    st = disk->list(disk, path, names_add, &names);
    newest_of(&names, &index, &term);
    names_deinit(&names);
    if (st != STATUS_OK) {
        return problem_disk(problem, st, "list", path);
    }
    if (index == 0) {
        return STATUS_OK;
    }
    snapshot_directory(path, directory, index, term);
    st = manifest_load(disk, path, manifest, problem);
    if (st != STATUS_OK) {
        return st;
    }
    if (manifest->index != index || manifest->term != term) {
        st = problem_corrupt(problem, path, 0, "the manifest is of another snapshot");
    }
    for (uint32_t i = 0; i < manifest->file_count && st == STATUS_OK; i++) {
        st = size_check(disk, path, &manifest->files[i], problem);
    }
    *found = st == STATUS_OK;
    if (st != STATUS_OK) {
        snapshot_manifest_deinit(manifest);
    }
    return st;
}

/* Size and checksum of a whole file; synced first when asked. */
static enum status file_measure(struct disk *disk, const char *path, bool sync,
                                struct snapshot_file *out)
{
    char *chunk;
    size_t got = 0;
    enum status st;
    int file;

    st = disk->open(disk, path, sync ? DISK_WRITE : DISK_READ, &file);
    if (st != STATUS_OK) {
        return st;
    }
    chunk = CHECK_MEMORY(malloc(READ_BYTES));
    st = sync ? disk->sync(disk, file) : STATUS_OK;
    do {
        if (st == STATUS_OK) {
            st = disk->read(disk, file, chunk, READ_BYTES, out->bytes, &got);
        }
        if (st == STATUS_OK) {
            out->checksum = crc32c(out->checksum, chunk, got);
            out->bytes += got;
        }
    } while (st == STATUS_OK && got == READ_BYTES);
    free(chunk);
    disk->close(disk, file);
    return st;
}

enum status snapshot_verify(struct disk *disk, const char *directory,
                            const struct snapshot_manifest *manifest,
                            struct replication_problem *problem)
{
    char snapshot[REPLICATION_PATH_BYTES];
    char path[REPLICATION_PATH_BYTES];

    snapshot_directory(snapshot, directory, manifest->index, manifest->term);
    for (uint32_t i = 0; i < manifest->file_count; i++) {
        const struct snapshot_file *expected = &manifest->files[i];
        struct snapshot_file got = {.bytes = 0};
        enum status st;

        path_join(path, snapshot, expected->name);
        st = file_measure(disk, path, false, &got);
        if (st != STATUS_OK && st != STATUS_NOT_FOUND) {
            return problem_disk(problem, st, "read", path);
        }
        if (st == STATUS_NOT_FOUND || got.bytes != expected->bytes ||
            got.checksum != expected->checksum) {
            return problem_corrupt(problem, path, 0,
                                   "a file of the snapshot at log index %" PRIu64 " is damaged",
                                   manifest->index);
        }
    }
    return STATUS_OK;
}

static enum status directory_remove(struct disk *disk, const char *path)
{
    struct names names = {0};
    enum status st = disk->list(disk, path, names_add, &names);

    for (size_t i = 0; i < names.count && st == STATUS_OK; i++) {
        st = file_remove(disk, path, names.items[i].data);
    }
    names_deinit(&names);
    return st == STATUS_OK ? disk->remove_directory(disk, path) : st;
}

enum status snapshot_sweep(struct disk *disk, const char *directory, uint64_t index, uint64_t term,
                           struct replication_problem *problem)
{
    char parent[REPLICATION_PATH_BYTES];
    char path[REPLICATION_PATH_BYTES];
    char kept[SNAPSHOT_NAME_BYTES];
    struct names names = {0};
    enum status st;

    snapshots_directory(parent, directory);
    snapshot_name(kept, index, term);
    st = disk->list(disk, parent, names_add, &names);
    for (size_t i = 0; i < names.count && st == STATUS_OK; i++) {
        if (name_is_ours(names.items[i].data) && !slice_is(names.items[i], kept)) {
            path_join(path, parent, names.items[i].data);
            st = directory_remove(disk, path);
        }
    }
    names_deinit(&names);
    return st == STATUS_OK ? st : problem_disk(problem, st, "clean up", parent);
}

enum status snapshot_none(struct disk *disk, const char *directory, bool *none)
{
    char path[REPLICATION_PATH_BYTES];
    struct names names = {0};
    enum status st;

    snapshots_directory(path, directory);
    st = disk->list(disk, path, names_add, &names);
    *none = names.count == 0;
    names_deinit(&names);
    return st == STATUS_NOT_FOUND ? STATUS_OK : st;
}

/* Sync and measure what the source wrote. */
static enum status files_seal(struct disk *disk, const char *path,
                              struct snapshot_manifest *manifest,
                              struct replication_problem *problem)
{
    char file_path[REPLICATION_PATH_BYTES];
    struct names names = {0};
    enum status st = disk->list(disk, path, names_add, &names);

    if (st == STATUS_OK && names.count > LIMIT_SNAPSHOT_FILES) {
        st = STATUS_TOO_LARGE;
    }
    manifest->file_count = 0;
    for (size_t i = 0; i < names.count && st == STATUS_OK; i++) {
        struct snapshot_file *file = &manifest->files[manifest->file_count++];

        ASSERT(names.items[i].size < sizeof(file->name));
        *file = (struct snapshot_file){.bytes = 0};
        memcpy(file->name, names.items[i].data, names.items[i].size);
        path_join(file_path, path, file->name);
        st = file_measure(disk, file_path, true, file);
    }
    names_deinit(&names);
    return st == STATUS_OK ? st : problem_disk(problem, st, "sync the snapshot in", path);
}

static enum status manifest_write(struct disk *disk, const char *path,
                                  const struct snapshot_manifest *manifest,
                                  struct replication_problem *problem)
{
    struct buffer bytes;
    enum status st;

    buffer_init(&bytes, MANIFEST_BYTES_MAX);
    manifest_encode(manifest, &bytes);
    st = file_write_whole(disk, path, "manifest", buffer_slice(&bytes), problem);
    buffer_deinit(&bytes);
    return st;
}

static enum status snapshot_publish(struct disk *disk, const char *parent, const char *fresh,
                                    const char *final, struct replication_problem *problem)
{
    enum status st = disk->rename(disk, fresh, final);

    if (st == STATUS_OK) {
        st = disk->sync_directory(disk, parent);
    }
    return st == STATUS_OK ? st : problem_disk(problem, st, "publish", final);
}

enum status snapshot_write(struct disk *disk, const char *directory,
                           const struct snapshot_source *source, void *handle,
                           struct snapshot_manifest *manifest, struct replication_problem *problem)
{
    char parent[REPLICATION_PATH_BYTES];
    char fresh[REPLICATION_PATH_BYTES];
    char final[REPLICATION_PATH_BYTES];
    enum status st;

    snapshots_directory(parent, directory);
    path_join(fresh, parent, fresh_name);
    snapshot_directory(final, directory, manifest->index, manifest->term);
    st = disk->make_directory(disk, fresh);
    if (st != STATUS_OK) {
        return problem_disk(problem, st, "make", fresh);
    }
    st = source->write(handle, fresh, &manifest->content);
    if (st != STATUS_OK) {
        return problem_say(problem, st, "cannot write the state into %s", fresh);
    }
    st = files_seal(disk, fresh, manifest, problem);
    if (st == STATUS_OK) {
        st = manifest_write(disk, fresh, manifest, problem);
    }
    if (st == STATUS_OK) {
        st = snapshot_publish(disk, parent, fresh, final, problem);
    }
    return st == STATUS_OK
               ? snapshot_sweep(disk, directory, manifest->index, manifest->term, problem)
               : st;
}

void snapshot_received_directory(char out[REPLICATION_PATH_BYTES], const char *directory)
{
    char parent[REPLICATION_PATH_BYTES];

    snapshots_directory(parent, directory);
    path_join(out, parent, received_name);
}

enum status snapshot_receive(struct disk *disk, const char *directory,
                             struct replication_problem *problem)
{
    char path[REPLICATION_PATH_BYTES];
    enum status st;

    snapshot_received_directory(path, directory);
    st = directory_remove(disk, path);
    if (st == STATUS_OK || st == STATUS_NOT_FOUND) {
        st = disk->make_directory(disk, path);
    }
    return st == STATUS_OK ? st : problem_disk(problem, st, "make", path);
}

enum status snapshot_seal_received(struct disk *disk, const char *directory,
                                   const struct snapshot_manifest *manifest,
                                   struct replication_problem *problem)
{
    char snapshot[REPLICATION_PATH_BYTES];
    char path[REPLICATION_PATH_BYTES];

    snapshot_received_directory(snapshot, directory);
    for (uint32_t i = 0; i < manifest->file_count; i++) {
        const struct snapshot_file *expected = &manifest->files[i];
        struct snapshot_file got = {.bytes = 0};
        enum status st;

        path_join(path, snapshot, expected->name);
        st = file_measure(disk, path, true, &got);
        if (st != STATUS_OK) {
            return problem_disk(problem, st, "sync", path);
        }
        if (got.bytes != expected->bytes || got.checksum != expected->checksum) {
            return problem_corrupt(problem, path, 0, "a file came damaged from another server");
        }
    }
    return manifest_write(disk, snapshot, manifest, problem);
}

enum status snapshot_publish_received(struct disk *disk, const char *directory, uint64_t index,
                                      uint64_t term, struct replication_problem *problem)
{
    char parent[REPLICATION_PATH_BYTES];
    char path[REPLICATION_PATH_BYTES];
    char final[REPLICATION_PATH_BYTES];

    snapshots_directory(parent, directory);
    snapshot_received_directory(path, directory);
    snapshot_directory(final, directory, index, term);
    return snapshot_publish(disk, parent, path, final, problem);
}
