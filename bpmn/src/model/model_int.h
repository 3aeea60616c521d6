/* What the parts of the model's loading know of each other: decode, check references, link, check
 * meaning, parse. Each leans on what the one before has established. */
#ifndef BPMN_MODEL_INT_H
#define BPMN_MODEL_INT_H

#include "bpmn/model.h"

/* The first bytes of every encoded model: who it is and which layout follows. */
#define MODEL_MAGIC UINT32_C(0x42504d4e) /* "BPMN" */
#define MODEL_VERSION 2

/* Smallest encoded sizes, so that a count is believed only when that many can follow. */
enum {
    MODEL_ELEMENT_BYTES_MIN = 59,
    MODEL_FLOW_BYTES_MIN = 20,
    MODEL_EXPRESSION_BYTES_MIN = 9,
    MODEL_EVENT_BYTES_MIN = 1,
    MODEL_MAPPING_BYTES_MIN = 8,
    MODEL_HEADER_BYTES_MIN = 8,
    LOOP_EVENT_BYTES = 8
};

/* The arrays of a model while they are being written. */
struct model_arrays {
    struct bpmn_element *elements;
    struct bpmn_flow *flows;
    struct bpmn_event *events;
    struct bpmn_mapping *mappings;
    struct bpmn_header *headers;
    struct bpmn_expression *expressions;
};

/* Read the fields; texts point into bytes. Nothing is known of the numbers yet. */
enum status model_decode(struct arena *arena, struct slice bytes, struct bpmn_process *process,
                         struct model_arrays *arrays) NODISCARD;

/* True when every reference points into its array and every scope stands before what it holds. */
bool model_references_hold(const struct bpmn_process *process);

/* True for a linked model that the compiler can have written: kinds, events, attachments, jobs. */
bool model_meaning_holds(const struct bpmn_process *process);

/* True when every id is text, not empty and no two elements share one but a loop body and its
 * activity. scratch has room for element_count slices twice. */
bool model_ids_hold(const struct bpmn_process *process, struct slice *scratch);

/* The kinds that carry a form in the encoded form. */
static inline bool model_may_have_form(enum bpmn_kind kind)
{
    return kind == BPMN_USER_TASK || kind == BPMN_START_EVENT;
}

#endif
