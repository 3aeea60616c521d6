#include "proposal.h"

#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/limits.h"

struct proposal *proposal_new(struct node *node, struct slice command)
{
    struct proposal *proposal = CHECK_MEMORY(malloc(sizeof(*proposal) + command.size));

    *proposal = (struct proposal){.node = node, .deadline_ms = INT64_MAX, .size = command.size};
    memcpy(proposal->bytes, command.data, command.size);
    return proposal;
}

void proposal_finish(struct proposal *proposal, enum status status, struct slice result,
                     uint64_t index)
{
    if (proposal->done != NULL) {
        proposal->done(proposal, status, result, index);
    } else if (proposal->expired && proposal->late != NULL) {
        proposal->late(proposal, status == STATUS_OK ? result : SLICE_EMPTY);
    }
    free(proposal);
}

void proposal_expire(struct proposal *proposal, int64_t now_ms)
{
    void (*done)(struct proposal *, enum status, struct slice, uint64_t) = proposal->done;

    if (proposal->deadline_ms > now_ms || done == NULL) {
        return;
    }
    proposal->done = NULL;
    proposal->expired = true;
    proposal->deadline_ms = INT64_MAX;
    done(proposal, STATUS_OUTCOME_UNKNOWN, SLICE_EMPTY, 0);
}

bool proposal_is_awaited(const struct proposal *proposal)
{
    return proposal->done != NULL || (proposal->expired && proposal->late != NULL);
}

void proposal_list_init(struct proposal_list *list)
{
    *list = (struct proposal_list){.last = &list->first};
}

void proposal_list_push(struct proposal_list *list, struct proposal *proposal)
{
    proposal->next = NULL;
    *list->last = proposal;
    list->last = &proposal->next;
    list->count++;
}

void proposal_list_push_front(struct proposal_list *list, struct proposal *proposal)
{
    proposal->next = list->first;
    list->first = proposal;
    if (proposal->next == NULL) {
        list->last = &proposal->next;
    }
    list->count++;
}

struct proposal *proposal_list_pop(struct proposal_list *list)
{
    struct proposal *proposal = list->first;

    if (proposal == NULL) {
        return NULL;
    }
    list->first = proposal->next;
    if (list->first == NULL) {
        list->last = &list->first;
    }
    list->count--;
    proposal->next = NULL;
    return proposal;
}

void inbox_init(struct inbox *inbox)
{
    ring_init(&inbox->ring, LIMIT_INBOX_COMMANDS);
    atomic_init(&inbox->bytes, 0);
}

void inbox_deinit(struct inbox *inbox)
{
    struct proposal *proposal;

    while ((proposal = inbox_pop(inbox)) != NULL) {
        proposal_finish(proposal, STATUS_UNAVAILABLE, SLICE_EMPTY, 0);
    }
    ring_deinit(&inbox->ring);
}

/* Starting work stops at three quarters, so that what is under way can still be completed. */
static bool admits(const struct inbox *inbox, const struct proposal *proposal)
{
    uint64_t bytes = atomic_load(&inbox->bytes) + proposal->size;
    size_t count = ring_count(&inbox->ring) + 1;

    if (proposal->starts_work) {
        return bytes <= LIMIT_INBOX_BYTES / 4 * 3 && count <= LIMIT_INBOX_COMMANDS / 4 * 3;
    }
    return bytes <= LIMIT_INBOX_BYTES;
}

bool inbox_push(struct inbox *inbox, struct proposal *proposal)
{
    size_t size = proposal->size;

    if (!admits(inbox, proposal)) {
        return false;
    }
    atomic_fetch_add(&inbox->bytes, size);
    if (!ring_push(&inbox->ring, proposal)) {
        atomic_fetch_sub(&inbox->bytes, size);
        return false;
    }
    return true;
}

struct proposal *inbox_pop(struct inbox *inbox)
{
    struct proposal *proposal = ring_pop(&inbox->ring);

    if (proposal != NULL) {
        atomic_fetch_sub(&inbox->bytes, proposal->size);
    }
    return proposal;
}

size_t inbox_count(const struct inbox *inbox)
{
    return ring_count(&inbox->ring);
}
