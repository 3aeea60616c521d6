/* The Pike machine: all ways to match at once, one character after the other.
 *
 * A thread is a place in the program with the slots that it has filled. Threads stand in the order
 * of preference; each place holds at most one, so a character costs at most one visit of each
 * instruction. */
#include <string.h>

#include "regex/regex_int.h"
#include "syntax/chars.h"

enum {
    VISITS_PER_STEP = 32
};

/* Threads in order: a sparse set of places, and their slots. */
struct thread_list {
    uint32_t *dense;
    uint32_t *sparse;
    uint32_t *slots; /* slot_count for each place */
    uint32_t count;
};

/* What is still to do while a thread spreads over jumps and splits. */
struct branch {
    uint32_t place; /* UINT32_MAX: put a slot back */
    uint32_t slot;
    uint32_t value;
};

struct pike {
    struct thread_list now;
    struct thread_list next;
    struct branch *stack;
    uint32_t slot_count;
    uint32_t slots[REGEX_SLOTS]; /* of the thread that spreads */
    uint64_t visits;
};

static bool list_init(struct feel_evaluation *ev, struct thread_list *list, uint32_t size,
                      uint32_t slot_count)
{
    list->dense = feel_alloc(ev, size, sizeof(*list->dense));
    list->sparse = feel_alloc(ev, size, sizeof(*list->sparse));
    list->slots = feel_alloc(ev, (size_t)size * slot_count, sizeof(*list->slots));
    if (list->dense == NULL || list->sparse == NULL || list->slots == NULL) {
        return false;
    }
    memset(list->sparse, 0, size * sizeof(*list->sparse));
    list->count = 0;
    return true;
}

struct pike *pike_new(struct feel_evaluation *ev, const struct regex *regex)
{
    struct pike *pike = feel_alloc(ev, 1, sizeof(*pike));
    uint32_t groups = regex->group_count + 1;

    if (pike == NULL) {
        return NULL;
    }
    *pike = (struct pike){0};
    pike->slot_count = 2 * (groups < REGEX_GROUPS ? groups : REGEX_GROUPS);
    /* Each place is pushed at most once as a choice and once to put a slot back. */
    pike->stack = feel_alloc(ev, 2 * (size_t)regex->size + 2, sizeof(*pike->stack));
    if (pike->stack == NULL || !list_init(ev, &pike->now, regex->size, pike->slot_count) ||
        !list_init(ev, &pike->next, regex->size, pike->slot_count)) {
        return NULL;
    }
    return pike;
}

static bool list_has(const struct thread_list *list, uint32_t place)
{
    uint32_t at = list->sparse[place];

    return at < list->count && list->dense[at] == place;
}

static void list_add(struct thread_list *list, uint32_t place)
{
    list->sparse[place] = list->count;
    list->dense[list->count++] = place;
}

/* Follow one instruction that takes no character; the place to go on with, or UINT32_MAX. */
static uint32_t follow(const struct feel_regex_search *search, struct pike *pike, uint32_t place,
                       uint32_t at, uint32_t *depth)
{
    const struct regex_instruction *instruction = &search->regex.program[place];

    switch ((int)instruction->op) {
    case RX_JUMP:
        return instruction->x;
    case RX_SPLIT:
        pike->stack[(*depth)++] = (struct branch){.place = instruction->y};
        return instruction->x;
    case RX_SAVE:
        if (instruction->x < pike->slot_count) {
            pike->stack[(*depth)++] = (struct branch){
                .place = UINT32_MAX, .slot = instruction->x, .value = pike->slots[instruction->x]};
            pike->slots[instruction->x] = at;
        }
        return place + 1;
    case RX_START:
        return regex_at_start(search, at) ? place + 1 : UINT32_MAX;
    case RX_END:
        return regex_at_end(search, at) ? place + 1 : UINT32_MAX;
    case RX_MARK:
    case RX_PROGRESS:
        return place + 1;
    default:
        return UINT32_MAX;
    }
}

/* Put the thread at `place` and everything that it reaches without a character into the list. */
static void spread(const struct feel_regex_search *search, struct thread_list *list, uint32_t place,
                   uint32_t at)
{
    struct pike *pike = search->pike;
    uint32_t depth = 0;

    for (;;) {
        while (place != UINT32_MAX && !list_has(list, place)) {
            list_add(list, place);
            memcpy(list->slots + (size_t)place * pike->slot_count, pike->slots,
                   pike->slot_count * sizeof(*pike->slots));
            pike->visits++;
            place = follow(search, pike, place, at, &depth);
        }
        /* Back to the last choice that is open; slots filled since then are as before. */
        for (place = UINT32_MAX; depth > 0 && place == UINT32_MAX;) {
            struct branch branch = pike->stack[--depth];

            place = branch.place;
            if (place == UINT32_MAX) {
                pike->slots[branch.slot] = branch.value;
            }
        }
        if (place == UINT32_MAX) {
            return;
        }
    }
}

static bool takes_character(enum regex_op op)
{
    return op == RX_CHAR || op == RX_ANY || op == RX_ANY_AT_ALL || op == RX_CLASS;
}

/* Move every thread over the character at `at`. True when one has matched before all that are left
 * in preference; those behind it are dropped. */
static bool advance(const struct feel_regex_search *search, uint32_t at, uint32_t code_point,
                    uint32_t bytes, struct feel_regex_match *match)
{
    struct pike *pike = search->pike;

    pike->next.count = 0;
    for (uint32_t i = 0; i < pike->now.count; i++) {
        uint32_t place = pike->now.dense[i];
        const struct regex_instruction *instruction = &search->regex.program[place];
        const uint32_t *slots = pike->now.slots + (size_t)place * pike->slot_count;

        if (instruction->op == RX_MATCH) {
            memcpy(match->slots, slots, pike->slot_count * sizeof(*slots));
            return true;
        }
        pike->visits++;
        if (bytes > 0 && takes_character(instruction->op) &&
            regex_takes(&search->regex, instruction, code_point)) {
            memcpy(pike->slots, slots, pike->slot_count * sizeof(*slots));
            spread(search, &pike->next, place + 1, at + bytes);
        }
    }
    return false;
}

static bool charge_visits(const struct feel_regex_search *search)
{
    struct pike *pike = search->pike;
    uint64_t steps = pike->visits / VISITS_PER_STEP;

    pike->visits %= VISITS_PER_STEP;
    return feel_charge(search->ev, steps);
}

bool pike_next(struct feel_regex_search *search, uint32_t from, struct feel_regex_match *match)
{
    struct pike *pike = search->pike;
    bool matched = false;
    uint32_t at = from;

    memset(match->slots, 0xFF, sizeof(match->slots));
    pike->now.count = 0;
    for (;;) {
        uint32_t bytes;
        uint32_t code_point = feel_char_at(search->text, at, &bytes);
        struct thread_list swap;

        /* A new attempt begins at each character, behind all that are under way. */
        if (!matched) {
            memset(pike->slots, 0xFF, sizeof(pike->slots));
            spread(search, &pike->now, 0, at);
        }
        if (pike->now.count == 0 || !charge_visits(search)) {
            break;
        }
        matched = advance(search, at, code_point, bytes, match) || matched;
        if (bytes == 0) {
            break;
        }
        swap = pike->now;
        pike->now = pike->next;
        pike->next = swap;
        at += bytes;
    }
    return matched && !search->ev->failed;
}
