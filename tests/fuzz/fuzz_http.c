/* What looks at raw HTTP: heads, chunks and frames, whole and in pieces. However bytes are cut, the
 * same is found in them, and nothing beyond them is read. */
#include "base/assert.h"
#include "chunks_int.h"
#include "frames_int.h"
#include "head_int.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_head(struct slice bytes)
{
    struct head_facts facts = head_check(bytes, false);

    ASSERT(facts.bytes <= bytes.size);
    ASSERT(facts.fields <= bytes.size);
    ASSERT(facts.refusal != NULL || !facts.chunked || facts.fields >= 2);
    /* HTTP/1.0 may lack a Host, and may not be chunked. */
    ASSERT(!facts.chunked || head_check(bytes, true).refusal != NULL);
}

static void check_chunks(struct slice bytes, size_t cut)
{
    struct chunks whole = {0};
    struct chunks pieces = {0};

    chunks_feed(&whole, bytes);
    chunks_feed(&pieces, slice_sub(bytes, 0, cut));
    chunks_feed(&pieces, slice_from(bytes, cut));
    ASSERT(whole.state == pieces.state);
    ASSERT(whole.left == pieces.left);
}

static void check_frames(struct slice bytes, size_t cut)
{
    struct frames whole = {0};
    struct frames pieces = {0};

    frames_feed(&whole, bytes);
    frames_feed(&pieces, slice_sub(bytes, 0, cut));
    frames_feed(&pieces, slice_from(bytes, cut));
    ASSERT(whole.controls == pieces.controls);
    ASSERT(whole.resets == pieces.resets);
    ASSERT(whole.unfinished_count == pieces.unfinished_count);
    ASSERT(whole.unfinished_count <= FRAMES_UNFINISHED_MAX);
    ASSERT(frames_is_half(&whole) == frames_is_half(&pieces));
    ASSERT((uint64_t)whole.controls + whole.resets <= bytes.size / FRAME_HEAD_BYTES);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice bytes = slice_make(data, size);
    size_t cut = size == 0 ? 0 : data[0] % size;

    if (size == 0) {
        return 0;
    }
    check_head(bytes);
    check_chunks(bytes, cut);
    check_frames(bytes, cut);
    return 0;
}
