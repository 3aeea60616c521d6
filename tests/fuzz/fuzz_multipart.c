/* Any bytes as multipart/form-data: the first line is the Content-Type, the rest the body. Parts
 * never overlap and lie inside the body. */
#include "base/assert.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "multipart_int.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_parts(const struct multipart *form, struct slice body)
{
    const char *at = body.data;

    for (uint32_t i = 0; i < form->count; i++) {
        const struct multipart_part *part = &form->parts[i];

        ASSERT(part->content.data >= at);
        at = part->content.data + part->content.size;
        ASSERT(at <= body.data + body.size);
        ASSERT(part->name.data != NULL);
        ASSERT(utf8_is_valid(part->name));
        ASSERT(utf8_is_valid(part->file_name));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice all = slice_make(data, size);
    size_t line = slice_find_byte(all, '\n');
    struct slice boundary;
    struct multipart form;
    struct arena arena;
    enum status status;

    if (line == SIZE_MAX) {
        return 0;
    }
    boundary = multipart_boundary(slice_sub(all, 0, line));
    if (boundary.data == NULL) {
        boundary = SLICE("b");
    }
    arena_init(&arena, MIB(16));
    status = multipart_parse(slice_from(all, line + 1), boundary, &arena, &form);
    ASSERT(status == STATUS_OK || status == STATUS_MALFORMED || status == STATUS_LIMIT);
    if (status == STATUS_OK) {
        check_parts(&form, slice_from(all, line + 1));
    }
    arena_deinit(&arena);
    return 0;
}
