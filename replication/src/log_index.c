#include "log_index.h"

#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "replication/disk.h"

enum {
    MARK_SPACING_SECTORS = 128
};

void log_index_deinit(struct log_index *index)
{
    for (size_t i = 0; i < index->count; i++) {
        free(index->segments[i].marks);
    }
    free(index->segments);
    *index = (struct log_index){0};
}

static struct log_segment *segment_add(struct log_index *index, const struct log_place *place)
{
    struct log_segment *segment;

    if (index->count == index->capacity) {
        index->capacity = index->capacity == 0 ? 8 : 2 * index->capacity;
        index->segments =
            CHECK_MEMORY(realloc(index->segments, index->capacity * sizeof(*index->segments)));
    }
    segment = &index->segments[index->count++];
    *segment = (struct log_segment){.sequence = place->segment,
                                    .first = place->first,
                                    .last = place->first - 1,
                                    .base = place->first,
                                    .lowest = place->first};
    return segment;
}

static void mark_add(struct log_segment *segment, const struct log_place *place)
{
    if (segment->mark_count == segment->mark_capacity) {
        segment->mark_capacity = segment->mark_capacity == 0 ? 8 : 2 * segment->mark_capacity;
        segment->marks =
            CHECK_MEMORY(realloc(segment->marks, segment->mark_capacity * sizeof(*segment->marks)));
    }
    segment->marks[segment->mark_count++] =
        (struct log_mark){.index = place->first, .sector = place->sector, .chain = place->chain};
}

void log_index_note(struct log_index *index, const struct log_place *place)
{
    struct log_segment *segment = index->count == 0 ? NULL : &index->segments[index->count - 1];
    bool far;

    ASSERT(segment == NULL || segment->sequence <= place->segment);
    if (segment == NULL || segment->sequence != place->segment) {
        segment = segment_add(index, place);
    }
    segment->sector_end = place->sector_end;
    segment->lowest = place->first < segment->lowest ? place->first : segment->lowest;
    if (place->last < place->first) {
        return; /* replaced before it was stored */
    }
    if (segment->last < segment->first) {
        segment->first = place->first;
        segment->last = place->first - 1;
    }
    ASSERT(segment->last + 1 == place->first);
    segment->last = place->last;
    far = segment->mark_count == 0 ||
          place->sector >= segment->marks[segment->mark_count - 1].sector + MARK_SPACING_SECTORS;
    if (far || place->cuts) {
        mark_add(segment, place);
    }
}

void log_index_cut(struct log_index *index, uint64_t from)
{
    ASSERT(from > 0);
    for (size_t i = 0; i < index->count; i++) {
        struct log_segment *segment = &index->segments[i];

        if (segment->last >= from) {
            segment->last = from - 1;
        }
        while (segment->mark_count > 0 && segment->marks[segment->mark_count - 1].index >= from) {
            segment->mark_count--;
        }
    }
}

static const struct log_mark *segment_mark(const struct log_segment *segment, uint64_t entry)
{
    size_t low = 0;
    size_t high = segment->mark_count;

    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;

        if (segment->marks[middle].index <= entry) {
            low = middle;
        } else {
            high = middle;
        }
    }
    ASSERT(segment->mark_count > 0);
    ASSERT(segment->marks[low].index <= entry);
    return &segment->marks[low];
}

const struct log_segment *log_index_find(const struct log_index *index, uint64_t entry,
                                         const struct log_mark **mark)
{
    for (size_t i = 0; i < index->count; i++) {
        const struct log_segment *segment = &index->segments[i];

        if (segment->first <= entry && entry <= segment->last) {
            *mark = segment_mark(segment, entry);
            return segment;
        }
    }
    return NULL;
}

/* Can the log be read again from this segment on? No group goes back behind where it begins. */
static bool is_beginning(const struct log_index *index, size_t at)
{
    for (size_t i = at; i < index->count; i++) {
        if (index->segments[i].lowest < index->segments[at].base) {
            return false;
        }
    }
    return true;
}

/* How many leading segments hold nothing at or after `keep` and are not needed to read the others;
 * never all. */
static size_t segments_before(const struct log_index *index, uint64_t keep)
{
    size_t gone = 0;

    while (gone + 1 < index->count && (index->segments[gone].last < keep ||
                                       index->segments[gone].last < index->segments[gone].first)) {
        gone++;
    }
    while (gone > 0 && !is_beginning(index, gone)) {
        gone--;
    }
    return gone;
}

uint64_t log_index_trim_point(const struct log_index *index, uint64_t keep)
{
    for (size_t i = segments_before(index, keep); i < index->count; i++) {
        if (index->segments[i].first <= index->segments[i].last) {
            return index->segments[i].first;
        }
    }
    return 0;
}

uint64_t log_index_keep_point(const struct log_index *index, uint64_t bytes)
{
    uint64_t sectors = bytes / DISK_SECTOR_BYTES;
    uint64_t first = 0;

    for (size_t i = index->count; i > 0; i--) {
        const struct log_segment *segment = &index->segments[i - 1];

        if (first != 0 && segment->sector_end > sectors) {
            break;
        }
        sectors -= segment->sector_end < sectors ? segment->sector_end : sectors;
        if (segment->first <= segment->last) {
            first = segment->first;
        }
    }
    return first;
}

uint64_t log_index_trim(struct log_index *index, uint64_t keep)
{
    size_t gone = segments_before(index, keep);

    for (size_t i = 0; i < gone; i++) {
        free(index->segments[i].marks);
    }
    memmove(index->segments, index->segments + gone,
            (index->count - gone) * sizeof(*index->segments));
    index->count -= gone;
    return index->count == 0 ? 0 : index->segments[0].sequence;
}

uint64_t log_index_bytes(const struct log_index *index)
{
    uint64_t sectors = 0;

    for (size_t i = 0; i < index->count; i++) {
        sectors += index->segments[i].sector_end;
    }
    return sectors * DISK_SECTOR_BYTES;
}
