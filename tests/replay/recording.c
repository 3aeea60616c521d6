/* The file: a magic word, then for each entry its size in four bytes and the command. */
#include "recording.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/bytes.h"
#include "base/crc32c.h"
#include "base/limits.h"

enum {
    ENTRIES_PER_TERM = 3000
};

static const char magic[8] = "BATONRP1";

void recording_deinit(struct recording *log)
{
    for (size_t i = 0; i < log->count; i++) {
        free((void *)(uintptr_t)log->entries[i].command.data);
    }
    free(log->entries);
}

const struct fsm_entry *recording_append(struct recording *log, struct slice command)
{
    char *copy = CHECK_MEMORY(malloc(command.size + 1));
    struct fsm_entry *entry;

    if (log->count == log->capacity) {
        log->capacity = log->capacity == 0 ? 1024 : log->capacity * 2;
        log->entries = CHECK_MEMORY(realloc(log->entries, log->capacity * sizeof(*log->entries)));
    }
    if (command.size > 0) {
        memcpy(copy, command.data, command.size);
    }
    entry = &log->entries[log->count++];
    *entry = (struct fsm_entry){.index = log->count,
                                .term = 1 + log->count / ENTRIES_PER_TERM,
                                .record_crc = crc32c(0, command.data, command.size),
                                .command = slice_make(copy, command.size)};
    return entry;
}

void recording_write(const struct recording *log, const char *path)
{
    FILE *file = fopen(path, "wb");
    bool ok = file != NULL && fwrite(magic, sizeof magic, 1, file) == 1;

    for (size_t i = 0; ok && i < log->count; i++) {
        struct slice command = log->entries[i].command;
        unsigned char size[4];

        bytes_put_u32be(size, (uint32_t)command.size);
        ok = fwrite(size, sizeof size, 1, file) == 1 &&
             fwrite(command.data, 1, command.size, file) == command.size;
    }
    if (file == NULL || fclose(file) != 0 || !ok) {
        base_die(__FILE__, __LINE__, "cannot write %s", path);
    }
}

static bool read_entry(FILE *file, char *bytes, struct slice *out)
{
    unsigned char head[4];
    uint32_t size;

    if (fread(head, sizeof head, 1, file) != 1) {
        return false;
    }
    size = bytes_get_u32be(head);
    if (size > LIMIT_COMMAND_BYTES || fread(bytes, 1, size, file) != size) {
        base_die(__FILE__, __LINE__, "the log file is cut off");
    }
    *out = slice_make(bytes, size);
    return true;
}

void recording_read(struct recording *log, const char *path)
{
    FILE *file = fopen(path, "rb");
    char *bytes = CHECK_MEMORY(malloc(LIMIT_COMMAND_BYTES));
    char found[sizeof magic];
    struct slice command;

    if (file == NULL || fread(found, sizeof found, 1, file) != 1 ||
        memcmp(found, magic, sizeof magic) != 0) {
        base_die(__FILE__, __LINE__, "%s is no recorded log", path);
    }
    while (read_entry(file, bytes, &command)) {
        (void)recording_append(log, command);
    }
    (void)fclose(file);
    free(bytes);
}
