/* From DMN XML (1.1 to 1.5) to a unit.
 *
 * All errors of all files come at once, each with file, line, column, element id and reason. What
 * is wrong with an expression is no error: it spoils the decisions that need it, when they are
 * evaluated, and is a warning here.
 *
 * Thread: any; one compilation at a time per arena. */
#ifndef DMN_COMPILE_H
#define DMN_COMPILE_H

#include "dmn/dmn.h"

enum dmn_severity {
    DMN_ERROR = 1,
    DMN_WARNING = 2
};

struct dmn_file {
    struct slice name; /* for messages */
    struct slice xml;
};

struct dmn_diagnostic {
    enum dmn_severity severity;
    uint32_t file;           /* place in the files given */
    uint32_t line;           /* 1-based; 0 when the file as a whole is meant */
    uint32_t column;         /* 1-based */
    struct slice element_id; /* empty when none */
    struct slice element;    /* local XML name; empty when none */
    const char *rule;        /* short stable name */
    struct slice reason;     /* what is wrong and what to do */
};

struct dmn_compiled {
    struct slice unit;                        /* encoded; empty when there are errors */
    const struct dmn_diagnostic *diagnostics; /* at most LIMIT_DIAGNOSTICS */
    uint32_t diagnostic_count;
    uint32_t error_count;
};

/* Compile files as one unit: imports between them resolve. Everything in *out lives in the arena.
 * Errors: STATUS_INVALID_ARGUMENT when error_count > 0 (out is filled), STATUS_LIMIT (arena). */
enum status dmn_compile(struct arena *arena, const struct dmn_file *files, uint32_t count,
                        struct dmn_compiled *out) NODISCARD;

/* "loan.dmn:12:5: error: decision 'd1': …  [rule]" into the arena. */
struct slice dmn_diagnostic_format(struct arena *arena, const struct dmn_file *files,
                                   const struct dmn_diagnostic *diagnostic);

#endif
