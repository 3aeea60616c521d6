/* Backtracking, for patterns with back-references: one way after the other, with the steps of the
 * evaluation as its limit. */
#include <string.h>

#include "base/utf8.h"
#include "regex/regex_int.h"
#include "syntax/chars.h"

enum {
    VISITS_PER_STEP = 8 /* each is a choice put by and taken back */
};

/* A choice to come back to, or a register to put back. */
struct choice {
    uint32_t place; /* UINT32_MAX: put back */
    uint32_t at;    /* in the text; or the register */
    uint32_t value;
};

struct backtrack {
    const struct feel_regex_search *search;
    struct choice *stack;
    uint32_t depth;
    uint32_t capacity;
    uint32_t *registers; /* the slots, then the loops' marks */
    uint32_t visits;
    bool stopped;
};

static bool push(struct backtrack *b, struct choice choice)
{
    if (b->depth == b->capacity) {
        uint32_t capacity = b->capacity == 0 ? 256 : b->capacity * 2;
        struct choice *stack = feel_alloc(b->search->ev, capacity, sizeof(*stack));

        if (stack == NULL) {
            b->stopped = true;
            return false;
        }
        if (b->depth > 0) {
            memcpy(stack, b->stack, b->depth * sizeof(*stack));
        }
        b->stack = stack;
        b->capacity = capacity;
    }
    b->stack[b->depth++] = choice;
    return true;
}

static bool set_register(struct backtrack *b, uint32_t index, uint32_t value)
{
    if (!push(b, (struct choice){.place = UINT32_MAX, .at = index, .value = b->registers[index]})) {
        return false;
    }
    b->registers[index] = value;
    return true;
}

/* Compare what a group has matched with the text at `at`; the bytes taken, UINT32_MAX for no match.
 * A group that has matched nothing matches nothing. */
static uint32_t match_back(const struct backtrack *b, uint32_t group, uint32_t at)
{
    struct slice text = b->search->text;
    bool fold = b->search->regex.flags.fold;
    uint32_t from = b->registers[2 * group];
    uint32_t to = b->registers[2 * group + 1];
    uint32_t start = at;

    if (from == UINT32_MAX || to == UINT32_MAX) {
        return 0;
    }
    while (from < to) {
        uint32_t bytes;
        uint32_t wanted = feel_char_at(text, from, &bytes);
        uint32_t here_bytes;
        uint32_t here = feel_char_at(text, at, &here_bytes);

        if (here_bytes == 0 ||
            (wanted != here && !(fold && regex_fold(wanted) == regex_fold(here)))) {
            return UINT32_MAX;
        }
        from += bytes;
        at += here_bytes;
    }
    return at - start;
}

/* One instruction. False: this way ends here. */
static bool step(struct backtrack *b, uint32_t *place, uint32_t *at)
{
    const struct regex *regex = &b->search->regex;
    const struct regex_instruction *instruction = &regex->program[*place];
    uint32_t bytes = 0;
    uint32_t c;

    (*place)++;
    switch (instruction->op) {
    case RX_JUMP:
        *place = instruction->x;
        return true;
    case RX_SPLIT:
        *place = instruction->x;
        return push(b, (struct choice){.place = instruction->y, .at = *at});
    case RX_SAVE:
        return set_register(b, instruction->x, *at);
    case RX_MARK:
        return set_register(b, REGEX_SLOTS + instruction->x, *at);
    case RX_PROGRESS:
        return b->registers[REGEX_SLOTS + instruction->x] != *at;
    case RX_START:
        return regex_at_start(b->search, *at);
    case RX_END:
        return regex_at_end(b->search, *at);
    case RX_BACK:
        bytes = match_back(b, instruction->x, *at);
        *at += bytes;
        return bytes != UINT32_MAX;
    case RX_CHAR:
    case RX_ANY:
    case RX_ANY_AT_ALL:
    case RX_CLASS:
        c = feel_char_at(b->search->text, *at, &bytes);
        *at += bytes;
        return bytes > 0 && regex_takes(regex, instruction, c);
    case RX_MATCH:
        break;
    }
    return false;
}

/* Back to the last open choice; false when there is none. */
static bool go_back(struct backtrack *b, uint32_t *place, uint32_t *at)
{
    while (b->depth > 0) {
        struct choice choice = b->stack[--b->depth];

        if (choice.place != UINT32_MAX) {
            *place = choice.place;
            *at = choice.at;
            return true;
        }
        b->registers[choice.at] = choice.value;
    }
    return false;
}

static bool charge_visit(struct backtrack *b)
{
    if (++b->visits % VISITS_PER_STEP == 0 && !feel_charge(b->search->ev, 1)) {
        b->stopped = true;
    }
    return !b->stopped;
}

static bool match_at(struct backtrack *b, uint32_t at)
{
    const struct regex *regex = &b->search->regex;
    uint32_t place = 0;

    b->depth = 0;
    memset(b->registers, 0xFF, (REGEX_SLOTS + (size_t)regex->loops) * sizeof(*b->registers));
    while (charge_visit(b)) {
        if (regex->program[place].op == RX_MATCH) {
            return true;
        }
        if (!step(b, &place, &at) && (b->stopped || !go_back(b, &place, &at))) {
            return false;
        }
    }
    return false;
}

struct backtrack *backtrack_new(struct feel_regex_search *search)
{
    struct backtrack *b = feel_alloc(search->ev, 1, sizeof(*b));

    if (b == NULL) {
        return NULL;
    }
    *b = (struct backtrack){.search = search};
    b->registers =
        feel_alloc(search->ev, REGEX_SLOTS + (size_t)search->regex.loops, sizeof(*b->registers));
    return b->registers == NULL ? NULL : b;
}

bool backtrack_next(struct feel_regex_search *search, uint32_t from, struct feel_regex_match *match)
{
    struct backtrack *b = search->backtrack;
    uint32_t at = from;

    while (!b->stopped) {
        uint32_t bytes;

        if (match_at(b, at)) {
            memcpy(match->slots, b->registers, sizeof(match->slots));
            return true;
        }
        feel_char_at(search->text, at, &bytes);
        if (bytes == 0) {
            break;
        }
        at += bytes;
    }
    return false;
}
