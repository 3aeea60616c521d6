#include "sim_disk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"

enum {
    NAME_BYTES = 96,
    CHUNK_BYTES = 4096,
    CHUNK_SECTORS = CHUNK_BYTES / DISK_SECTOR_BYTES,
};

/* A run of 4 KiB of a file; absent runs are zeros. */
struct chunk {
    char now[CHUNK_BYTES];
    char medium[CHUNK_BYTES];
    uint8_t dirty; /* a bit for each sector */
};

struct name {
    char text[NAME_BYTES];
    struct sim_node *node;
};

struct names {
    struct name *items;
    size_t count;
    size_t capacity;
};

enum change_kind {
    CHANGE_ADD,
    CHANGE_REMOVE,
    CHANGE_RENAME
};

struct change {
    enum change_kind kind;
    char text[NAME_BYTES];
    char to[NAME_BYTES];
    struct sim_node *node;
};

struct sim_node {
    bool is_directory;
    struct sim_node *next_node; /* all nodes, the root first */
    bool reached;               /* while sweeping */
    /* a directory */
    struct names now;
    struct names medium;
    struct change *changes;
    size_t change_count;
    size_t change_capacity;
    /* a file */
    struct chunk **chunks;
    size_t chunk_count;
    uint64_t size;
    uint64_t medium_size;
};

uint64_t sim_random(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

uint64_t sim_below(uint64_t *state, uint64_t below)
{
    return sim_random(state) % below;
}

static struct sim_disk *sim_of(struct disk *disk)
{
    return (struct sim_disk *)(void *)disk;
}

/* A changing call begins. False: the power is off, now or already. *torn: it fails in this very
 * call, which may still leave unsynced traces. */
static bool change_begin(struct sim_disk *sim, bool *torn)
{
    *torn = false;
    if (sim->off) {
        return false;
    }
    sim->changes++;
    if (sim->cut_at != 0 && sim->changes >= sim->cut_at) {
        sim->off = true;
        *torn = true;
    }
    return true;
}

static enum status change_end(const struct sim_disk *sim)
{
    return sim->off ? STATUS_IO : STATUS_OK;
}

/* --- directories --- */

static struct sim_node *node_new(struct sim_disk *sim, bool is_directory)
{
    struct sim_node *node = CHECK_MEMORY(calloc(1, sizeof(*node)));

    node->is_directory = is_directory;
    node->next_node = sim->root == NULL ? NULL : sim->root->next_node;
    if (sim->root != NULL) {
        sim->root->next_node = node;
    }
    return node;
}

static size_t names_find(const struct names *names, const char *text)
{
    size_t i = 0;

    while (i < names->count && strcmp(names->items[i].text, text) != 0) {
        i++;
    }
    return i;
}

static struct sim_node *names_get(const struct names *names, const char *text)
{
    size_t i = names_find(names, text);

    return i < names->count ? names->items[i].node : NULL;
}

static void names_remove(struct names *names, const char *text)
{
    size_t i = names_find(names, text);

    if (i < names->count) {
        names->items[i] = names->items[--names->count];
    }
}

static void names_put(struct names *names, const char *text, struct sim_node *node)
{
    names_remove(names, text);
    if (names->count == names->capacity) {
        names->capacity = names->capacity == 0 ? 8 : 2 * names->capacity;
        names->items = CHECK_MEMORY(realloc(names->items, names->capacity * sizeof(*names->items)));
    }
    snprintf(names->items[names->count].text, NAME_BYTES, "%s", text);
    names->items[names->count++].node = node;
}

static void change_apply(struct names *names, const struct change *change)
{
    switch (change->kind) {
    case CHANGE_ADD:
        names_put(names, change->text, change->node);
        break;
    case CHANGE_REMOVE:
        names_remove(names, change->text);
        break;
    case CHANGE_RENAME:
        names_remove(names, change->text);
        names_put(names, change->to, change->node);
        break;
    }
}

static void directory_change(struct sim_node *directory, enum change_kind kind, const char *text,
                             const char *to, struct sim_node *node)
{
    struct change *change;

    if (directory->change_count == directory->change_capacity) {
        directory->change_capacity =
            directory->change_capacity == 0 ? 8 : 2 * directory->change_capacity;
        directory->changes = CHECK_MEMORY(
            realloc(directory->changes, directory->change_capacity * sizeof(*directory->changes)));
    }
    change = &directory->changes[directory->change_count++];
    *change = (struct change){.kind = kind, .node = node};
    snprintf(change->text, NAME_BYTES, "%s", text);
    snprintf(change->to, NAME_BYTES, "%s", to);
    change_apply(&directory->now, change);
}

/* The first `count` changes reach the medium; the rest is forgotten. */
static void directory_settle(struct sim_node *directory, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        change_apply(&directory->medium, &directory->changes[i]);
    }
    directory->change_count = 0;
}

/* The directory that holds path's last name, and that name; NULL when there is none. */
static struct sim_node *path_parent(const struct sim_disk *sim, const char *path,
                                    char last[NAME_BYTES])
{
    struct sim_node *at = sim->root;

    ASSERT(path[0] == '/');
    path++;
    for (;;) {
        size_t length = strcspn(path, "/");

        ASSERT(length < NAME_BYTES);
        memcpy(last, path, length);
        last[length] = '\0';
        if (path[length] == '\0') {
            return at;
        }
        at = names_get(&at->now, last);
        if (at == NULL || !at->is_directory) {
            return NULL;
        }
        path += length + 1;
    }
}

static struct sim_node *path_node(const struct sim_disk *sim, const char *path)
{
    char last[NAME_BYTES];
    struct sim_node *parent;

    if (strcmp(path, "/") == 0) {
        return sim->root;
    }
    parent = path_parent(sim, path, last);
    return parent == NULL ? NULL : names_get(&parent->now, last);
}

/* --- files --- */

static struct chunk *chunk_at(struct sim_node *node, uint64_t number, bool make)
{
    if (number >= node->chunk_count) {
        size_t count = (size_t)number + 16;

        if (!make) {
            return NULL;
        }
        node->chunks = CHECK_MEMORY(realloc(node->chunks, count * sizeof(struct chunk *)));
        memset(node->chunks + node->chunk_count, 0,
               (count - node->chunk_count) * sizeof(struct chunk *));
        node->chunk_count = count;
    }
    if (node->chunks[number] == NULL && make) {
        node->chunks[number] = CHECK_MEMORY(calloc(1, sizeof(struct chunk)));
    }
    return node->chunks[number];
}

static bool is_zeros(const char *data, size_t bytes)
{
    return bytes == 0 || (data[0] == 0 && memcmp(data, data + 1, bytes - 1) == 0);
}

/* One sector or a part of it. */
static void sector_write(struct sim_node *node, const char *data, size_t bytes, uint64_t offset)
{
    size_t within = (size_t)(offset % CHUNK_BYTES);
    struct chunk *chunk = chunk_at(node, offset / CHUNK_BYTES, false);

    if (chunk == NULL) {
        if (is_zeros(data, bytes)) {
            return;
        }
        chunk = chunk_at(node, offset / CHUNK_BYTES, true);
    }
    if (memcmp(chunk->now + within, data, bytes) != 0) {
        memcpy(chunk->now + within, data, bytes);
        chunk->dirty |= (uint8_t)(1u << (within / DISK_SECTOR_BYTES));
    }
}

static void node_write(struct sim_node *node, const char *data, size_t bytes, uint64_t offset)
{
    while (bytes > 0) {
        size_t room = DISK_SECTOR_BYTES - (size_t)(offset % DISK_SECTOR_BYTES);
        size_t part = bytes < room ? bytes : room;

        sector_write(node, data, part, offset);
        data += part;
        offset += part;
        bytes -= part;
    }
    node->size = offset > node->size ? offset : node->size;
}

static void node_sync(struct sim_node *node)
{
    for (size_t i = 0; i < node->chunk_count; i++) {
        struct chunk *chunk = node->chunks[i];

        if (chunk != NULL && chunk->dirty != 0) {
            memcpy(chunk->medium, chunk->now, CHUNK_BYTES);
            chunk->dirty = 0;
        }
    }
    node->medium_size = node->size;
}

enum cut_style {
    CUT_NONE_KEPT,
    CUT_ALL_KEPT,
    CUT_FIRST_KEPT,
    CUT_ANY_KEPT,
    CUT_STYLES
};

struct cut {
    struct sim_disk *sim;
    enum cut_style style;
    bool keeping; /* CUT_FIRST_KEPT: the part that is kept still goes on */
};

static bool sector_survives(struct cut *cut)
{
    if (cut->style == CUT_FIRST_KEPT && cut->keeping) {
        cut->keeping = sim_below(&cut->sim->random, 4) != 0;
        return cut->keeping;
    }
    return cut->style == CUT_ALL_KEPT ||
           (cut->style == CUT_ANY_KEPT && sim_below(&cut->sim->random, 2) != 0);
}

static void chunk_power_cut(struct cut *cut, struct sim_node *node, size_t number)
{
    struct chunk *chunk = node->chunks[number];

    for (unsigned sector = 0; sector < CHUNK_SECTORS; sector++) {
        size_t at = (size_t)sector * DISK_SECTOR_BYTES;
        uint64_t end = number * CHUNK_BYTES + at + DISK_SECTOR_BYTES;

        if ((chunk->dirty >> sector & 1) != 0 && sector_survives(cut)) {
            memcpy(chunk->medium + at, chunk->now + at, DISK_SECTOR_BYTES);
            if (end > node->medium_size) {
                node->medium_size = end > node->size ? node->size : end;
            }
        }
    }
    memcpy(chunk->now, chunk->medium, CHUNK_BYTES);
    chunk->dirty = 0;
}

static void node_power_cut(struct sim_disk *sim, struct sim_node *node)
{
    struct cut cut = {
        .sim = sim,
        .style = (enum cut_style)sim_below(&sim->random, CUT_STYLES),
        .keeping = true,
    };

    if (node->is_directory) {
        directory_settle(node, sim_below(&sim->random, node->change_count + 1));
        node->now.count = 0;
        for (size_t i = 0; i < node->medium.count; i++) {
            names_put(&node->now, node->medium.items[i].text, node->medium.items[i].node);
        }
        return;
    }
    if (sim_below(&sim->random, 3) == 0) {
        node->medium_size = node->size; /* the size is there, what it covers may not be */
    }
    for (size_t i = 0; i < node->chunk_count; i++) {
        if (node->chunks[i] != NULL) {
            chunk_power_cut(&cut, node, i);
        }
    }
    node->size = node->medium_size;
}

/* --- the functions of struct disk --- */

static enum status sim_open(struct disk *disk, const char *path, enum disk_open how, int *file)
{
    struct sim_disk *sim = sim_of(disk);
    char last[NAME_BYTES];
    struct sim_node *parent = path_parent(sim, path, last);
    struct sim_node *node = parent == NULL ? NULL : names_get(&parent->now, last);
    bool torn;

    if (sim->off) {
        return STATUS_IO;
    }
    if (parent == NULL || (node == NULL && how != DISK_CREATE)) {
        return STATUS_NOT_FOUND;
    }
    if (how == DISK_CREATE) {
        (void)change_begin(sim, &torn);
        /* An old file of that name stays what it was until the new one is synced:
         * the worst case. */
        node = node_new(sim, false);
        directory_change(parent, CHANGE_ADD, last, "", node);
    }
    for (*file = 0; *file < SIM_FILES_MAX; ++*file) {
        if (sim->files[*file].node == NULL) {
            sim->files[*file] = (struct sim_file){.node = node, .writable = how != DISK_READ};
            break;
        }
    }
    ASSERT(*file < SIM_FILES_MAX);
    if (sim->off) {
        sim->files[*file].node = NULL;
    }
    return change_end(sim);
}

static void sim_close(struct disk *disk, int file)
{
    struct sim_disk *sim = sim_of(disk);

    ASSERT(file >= 0 && file < SIM_FILES_MAX);
    sim->files[file].node = NULL;
}

static struct sim_node *file_node(struct disk *disk, int file)
{
    ASSERT(file >= 0 && file < SIM_FILES_MAX);
    ASSERT(sim_of(disk)->files[file].node != NULL);
    return sim_of(disk)->files[file].node;
}

static enum status sim_size(struct disk *disk, int file, uint64_t *bytes)
{
    *bytes = file_node(disk, file)->size;
    return sim_of(disk)->off ? STATUS_IO : STATUS_OK;
}

static enum status sim_write(struct disk *disk, int file, const struct iovec *parts, int count,
                             uint64_t offset)
{
    struct sim_node *node = file_node(disk, file);
    bool torn;

    ASSERT(sim_of(disk)->files[file].writable);
    if (!change_begin(sim_of(disk), &torn)) {
        return STATUS_IO;
    }
    for (int i = 0; i < count; i++) {
        node_write(node, parts[i].iov_base, parts[i].iov_len, offset);
        offset += parts[i].iov_len;
    }
    return change_end(sim_of(disk));
}

static enum status sim_read(struct disk *disk, int file, void *to, size_t bytes, uint64_t offset,
                            size_t *got)
{
    struct sim_node *node = file_node(disk, file);
    char *out = to;

    *got = 0;
    if (sim_of(disk)->off) {
        return STATUS_IO;
    }
    while (*got < bytes && offset < node->size) {
        size_t within = (size_t)(offset % CHUNK_BYTES);
        size_t part = CHUNK_BYTES - within;
        const struct chunk *chunk = chunk_at(node, offset / CHUNK_BYTES, false);

        part = part > bytes - *got ? bytes - *got : part;
        part = part > node->size - offset ? (size_t)(node->size - offset) : part;
        if (chunk == NULL) {
            memset(out + *got, 0, part);
        } else {
            memcpy(out + *got, chunk->now + within, part);
        }
        *got += part;
        offset += part;
    }
    return STATUS_OK;
}

static enum status sim_sync(struct disk *disk, int file)
{
    struct sim_disk *sim = sim_of(disk);
    bool torn;

    if (!change_begin(sim, &torn)) {
        return STATUS_IO;
    }
    if (sim->sync_errors_in > 0 && --sim->sync_errors_in == 0) {
        return STATUS_IO;
    }
    if (!torn && !sim->lies_about_sync) {
        node_sync(file_node(disk, file));
    }
    return change_end(sim);
}

static enum status sim_rename(struct disk *disk, const char *from, const char *to)
{
    struct sim_disk *sim = sim_of(disk);
    char from_last[NAME_BYTES];
    char to_last[NAME_BYTES];
    struct sim_node *parent = path_parent(sim, from, from_last);
    bool torn;

    if (!change_begin(sim, &torn)) {
        return STATUS_IO;
    }
    ASSERT(parent != NULL && parent == path_parent(sim, to, to_last));
    ASSERT(names_get(&parent->now, from_last) != NULL);
    directory_change(parent, CHANGE_RENAME, from_last, to_last, names_get(&parent->now, from_last));
    return change_end(sim);
}

static enum status name_remove(struct disk *disk, const char *path)
{
    struct sim_disk *sim = sim_of(disk);
    char last[NAME_BYTES];
    struct sim_node *parent = path_parent(sim, path, last);
    bool torn;

    if (sim->off) {
        return STATUS_IO;
    }
    if (parent == NULL || names_get(&parent->now, last) == NULL) {
        return STATUS_NOT_FOUND;
    }
    (void)change_begin(sim, &torn);
    directory_change(parent, CHANGE_REMOVE, last, "", NULL);
    return change_end(sim);
}

static enum status sim_unlink(struct disk *disk, const char *path)
{
    const struct sim_node *node = path_node(sim_of(disk), path);

    ASSERT(node == NULL || !node->is_directory);
    return name_remove(disk, path);
}

static enum status sim_make_directory(struct disk *disk, const char *path)
{
    struct sim_disk *sim = sim_of(disk);
    char last[NAME_BYTES];
    struct sim_node *parent = path_parent(sim, path, last);
    bool torn;

    if (sim->off) {
        return STATUS_IO;
    }
    if (parent == NULL) {
        return STATUS_NOT_FOUND;
    }
    if (names_get(&parent->now, last) != NULL) {
        return STATUS_OK;
    }
    (void)change_begin(sim, &torn);
    directory_change(parent, CHANGE_ADD, last, "", node_new(sim, true));
    return change_end(sim);
}

static enum status sim_remove_directory(struct disk *disk, const char *path)
{
    const struct sim_node *node = path_node(sim_of(disk), path);

    ASSERT(node == NULL || (node->is_directory && node->now.count == 0));
    return name_remove(disk, path);
}

static enum status sim_sync_directory(struct disk *disk, const char *path)
{
    struct sim_disk *sim = sim_of(disk);
    struct sim_node *node = path_node(sim, path);
    bool torn;

    if (sim->off) {
        return STATUS_IO;
    }
    if (node == NULL) {
        return STATUS_NOT_FOUND;
    }
    (void)change_begin(sim, &torn);
    if (!torn && !sim->lies_about_sync) {
        directory_settle(node, node->change_count);
    }
    return change_end(sim);
}

static enum status sim_list(struct disk *disk, const char *path,
                            void (*entry)(void *context, const char *name), void *context)
{
    const struct sim_node *node = path_node(sim_of(disk), path);

    if (sim_of(disk)->off) {
        return STATUS_IO;
    }
    if (node == NULL) {
        return STATUS_NOT_FOUND;
    }
    for (size_t i = 0; i < node->now.count; i++) {
        entry(context, node->now.items[i].text);
    }
    return STATUS_OK;
}

void sim_disk_init(struct sim_disk *disk, uint64_t seed)
{
    *disk = (struct sim_disk){
        .disk = {.open = sim_open,
                 .close = sim_close,
                 .size = sim_size,
                 .write = sim_write,
                 .read = sim_read,
                 .sync = sim_sync,
                 .rename = sim_rename,
                 .unlink = sim_unlink,
                 .make_directory = sim_make_directory,
                 .remove_directory = sim_remove_directory,
                 .sync_directory = sim_sync_directory,
                 .list = sim_list},
        .random = seed,
    };
    disk->root = node_new(disk, true);
}

static void node_free(struct sim_node *node)
{
    for (size_t i = 0; i < node->chunk_count; i++) {
        free(node->chunks[i]);
    }
    free(node->chunks);
    free(node->now.items);
    free(node->medium.items);
    free(node->changes);
    free(node);
}

void sim_disk_deinit(struct sim_disk *disk)
{
    while (disk->root != NULL) {
        struct sim_node *next = disk->root->next_node;

        node_free(disk->root);
        disk->root = next;
    }
}

void sim_disk_cut_after(struct sim_disk *disk, uint64_t calls)
{
    disk->cut_at = disk->changes + calls;
}

static void nodes_mark(struct sim_node *node)
{
    node->reached = true;
    for (size_t i = 0; i < node->now.count; i++) {
        nodes_mark(node->now.items[i].node);
    }
}

/* Nodes that no name leads to any more are forgotten. */
static void nodes_sweep(struct sim_disk *disk)
{
    struct sim_node **link = &disk->root;

    nodes_mark(disk->root);
    while (*link != NULL) {
        struct sim_node *node = *link;

        if (node->reached) {
            node->reached = false;
            link = &node->next_node;
        } else {
            *link = node->next_node;
            node_free(node);
        }
    }
}

void sim_disk_process_died(struct sim_disk *disk)
{
    memset(disk->files, 0, sizeof(disk->files));
    disk->off = false;
    disk->cut_at = 0;
}

void sim_disk_power_cut(struct sim_disk *disk)
{
    sim_disk_process_died(disk);
    for (struct sim_node *node = disk->root; node != NULL; node = node->next_node) {
        node_power_cut(disk, node);
    }
    nodes_sweep(disk);
}

/* Walk the tree; the n-th file that holds bytes is chosen. */
static struct sim_node *choose(const struct sim_node *directory, uint64_t *left, char *path,
                               size_t room)
{
    for (size_t i = 0; i < directory->now.count; i++) {
        struct sim_node *node = directory->now.items[i].node;
        int length = snprintf(path, room, "/%s", directory->now.items[i].text);
        struct sim_node *found = NULL;

        ASSERT(length > 0 && (size_t)length < room);
        if (node->is_directory) {
            found = choose(node, left, path + length, room - (size_t)length);
        } else if (node->size > 0 && (*left)-- == 0) {
            found = node;
        }
        if (found != NULL) {
            return found;
        }
    }
    return NULL;
}

bool sim_disk_choose_flip(struct sim_disk *disk, struct sim_flip *flip)
{
    uint64_t left = UINT64_MAX;
    struct sim_node *node;
    uint64_t files;

    (void)choose(disk->root, &left, flip->path, sizeof(flip->path));
    files = UINT64_MAX - left;
    if (files == 0) {
        return false;
    }
    left = sim_below(&disk->random, files);
    node = choose(disk->root, &left, flip->path, sizeof(flip->path));
    ASSERT(node != NULL);
    flip->offset = sim_below(&disk->random, node->size);
    flip->bit = (unsigned)sim_below(&disk->random, 8);
    return true;
}

void sim_disk_flip(struct sim_disk *disk, const struct sim_flip *flip)
{
    struct sim_node *node = path_node(disk, flip->path);
    size_t within = (size_t)(flip->offset % CHUNK_BYTES);
    struct chunk *chunk;

    if (node == NULL) {
        return; /* a start has removed the file meanwhile */
    }
    chunk = chunk_at(node, flip->offset / CHUNK_BYTES, true);
    ASSERT(chunk != NULL);
    chunk->now[within] = (char)(chunk->now[within] ^ (1 << flip->bit));
    chunk->medium[within] = (char)(chunk->medium[within] ^ (1 << flip->bit));
}
