/* From BPMN 2.0 XML to executable models.
 *
 * The only place that sees XML. All errors of a file come at once, each with line, column, element
 * id and reason; what the engine cannot run is refused by name, never passed over in silence.
 * Bounds are checked before libxml2 sees a byte (docs/bpmn.md).
 *
 * Thread: any; one compilation at a time per arena. */
#ifndef BPMN_COMPILE_H
#define BPMN_COMPILE_H

#include "bpmn/model.h"

enum bpmn_severity {
    BPMN_ERROR = 1,
    BPMN_WARNING = 2
};

struct bpmn_diagnostic {
    enum bpmn_severity severity;
    uint32_t line;           /* 1-based; 0 when the file as a whole is meant */
    uint32_t column;         /* 1-based; 0 when unknown */
    struct slice element_id; /* empty when none */
    struct slice element;    /* local XML name, "serviceTask"; empty when none */
    const char *rule;        /* short stable name, "gateway-condition-missing" */
    struct slice reason;     /* a sentence that says what is wrong and what to do */
};

struct bpmn_compiled_process {
    struct slice id;
    struct slice name;
    struct slice version_tag;
    bool is_executable;
    struct slice model; /* encoded (bpmn_process_encode), only for executable ones */
};

struct bpmn_compiled {
    struct bpmn_compiled_process *processes;
    size_t process_count;
    /* Errors and warnings in document order, at most LIMIT_DIAGNOSTICS. */
    struct bpmn_diagnostic *diagnostics;
    size_t diagnostic_count;
    size_t error_count; /* all, listed or not; > 0: nothing may be deployed */
};

struct bpmn_compile_options {
    bool with_warnings; /* lint */
    int64_t now_ms;     /* to warn of timers in the past; 0: nothing is past */
};

/* Compile one file. Everything in *out lives in the arena.
 * Errors: STATUS_INVALID_ARGUMENT when error_count > 0 (out is filled), STATUS_LIMIT (arena
 * ceiling). */
enum status bpmn_compile(struct arena *arena, struct slice xml,
                         const struct bpmn_compile_options *options,
                         struct bpmn_compiled *out) NODISCARD;

/* "order.bpmn:12:5: error: serviceTask 'ship': no task definition ... [rule]" into the arena; the
 * only form that names element and id, so show this rather than the reason alone. */
struct slice bpmn_diagnostic_format(struct arena *arena, struct slice file,
                                    const struct bpmn_diagnostic *diagnostic);

#endif
