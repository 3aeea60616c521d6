/* Steps, depth and memory of one evaluation, and its warnings. */
#include <stdarg.h>
#include <stdio.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "eval/eval.h"

enum {
    BYTES_PER_STEP = 64,
    WARNING_TEXT_BYTES = 256
};

bool feel_charge(struct feel_evaluation *ev, uint64_t steps)
{
    if (ev->failed) {
        return false;
    }
    if (steps > ev->steps_max - ev->steps) {
        ev->steps = ev->steps_max;
        feel_fail(ev, FEEL_WARNING_BUDGET, SLICE("The expression takes too many steps."));
        return false;
    }
    ev->steps += steps;
    return true;
}

bool feel_charge_bytes(struct feel_evaluation *ev, size_t bytes)
{
    return feel_charge(ev, bytes / BYTES_PER_STEP);
}

bool feel_enter(struct feel_evaluation *ev)
{
    if (ev->failed) {
        return false;
    }
    if (ev->depth >= LIMIT_FEEL_DEPTH) {
        feel_fail(ev, FEEL_WARNING_BUDGET, SLICE("The evaluation is nested too deeply."));
        return false;
    }
    ev->depth++;
    return true;
}

void feel_leave(struct feel_evaluation *ev)
{
    ev->depth--;
}

void *feel_alloc(struct feel_evaluation *ev, size_t count, size_t item_bytes)
{
    size_t bytes;
    void *at;

    if (ev->failed) {
        return NULL;
    }
    if (__builtin_mul_overflow(count, item_bytes, &bytes)) {
        at = NULL;
    } else {
        at = arena_alloc(ev->arena, bytes == 0 ? 1 : bytes);
    }
    if (at == NULL) {
        feel_fail(ev, FEEL_WARNING_BUDGET, SLICE("The expression needs too much memory."));
    }
    return at;
}

static void warning_place(const struct feel_evaluation *ev, struct feel_warning *warning)
{
    struct slice text = ev->expression->text;
    uint32_t line_start = 0;

    warning->line = 1;
    for (uint32_t i = 0; i < ev->offset && i < text.size; i++) {
        if (text.data[i] == '\n') {
            warning->line++;
            line_start = i + 1;
        }
    }
    warning->column =
        (uint32_t)utf8_count(slice_sub(text, line_start, ev->offset - line_start)) + 1;
}

void feel_fail(struct feel_evaluation *ev, enum feel_warning_kind kind, struct slice text)
{
    if (ev->failed) {
        return;
    }
    ev->failed = true;
    ev->reserve->kind = kind;
    ev->reserve->text = text;
    warning_place(ev, ev->reserve);
}

static void warn_text(struct feel_evaluation *ev, enum feel_warning_kind kind, const char *format,
                      va_list arguments) PRINTF_LIKE(3, 0);

static void warn_text(struct feel_evaluation *ev, enum feel_warning_kind kind, const char *format,
                      va_list arguments)
{
    char text[WARNING_TEXT_BYTES];
    struct feel_warning *warning;
    size_t size;
    int written;

    if (ev->quiet || ev->failed || ev->warning_count >= FEEL_WARNINGS_MAX) {
        return;
    }
    if (ev->warnings == NULL) {
        ev->warnings = feel_alloc(ev, FEEL_WARNINGS_MAX, sizeof(*ev->warnings));
    }
    if (ev->warnings == NULL) {
        return;
    }
    written = vsnprintf(text, sizeof(text), format, arguments);
    size = written < 0 ? 0 : (size_t)written;
    if (size >= sizeof(text)) {
        size = utf8_valid_bytes(slice_make(text, sizeof(text) - 1));
    }
    warning = &ev->warnings[ev->warning_count];
    warning->kind = kind;
    warning->text = arena_copy(ev->arena, slice_make(text, size));
    warning_place(ev, warning);
    ev->warning_count++;
}

void feel_warn(struct feel_evaluation *ev, enum feel_warning_kind kind, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    warn_text(ev, kind, format, arguments);
    va_end(arguments);
}

struct feel_value feel_null(struct feel_evaluation *ev, enum feel_warning_kind kind,
                            const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    warn_text(ev, kind, format, arguments);
    va_end(arguments);
    return FEEL_VALUE_NULL;
}

const char *feel_type_text(enum feel_type type)
{
    static const char *const texts[] = {
        [FEEL_NULL] = "null",
        [FEEL_BOOLEAN] = "a boolean",
        [FEEL_NUMBER] = "a number",
        [FEEL_STRING] = "a string",
        [FEEL_DATE] = "a date",
        [FEEL_TIME] = "a time",
        [FEEL_DATE_TIME] = "a date and time",
        [FEEL_DAYS_DURATION] = "a days and time duration",
        [FEEL_MONTHS_DURATION] = "a years and months duration",
        [FEEL_LIST] = "a list",
        [FEEL_CONTEXT] = "a context",
        [FEEL_RANGE] = "a range",
        [FEEL_FUNCTION] = "a function",
    };

    return texts[type];
}
