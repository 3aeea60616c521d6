/* The extension elements of Zeebe, one function each. */
#ifndef BPMN_EXTENSION_INT_H
#define BPMN_EXTENSION_INT_H

#include "compiler_int.h"

enum extension_use {
    EXTENSION_READ,
    EXTENSION_REFUSED, /* would change how the process runs */
    EXTENSION_PASSIVE  /* for tools */
};

typedef void extension_reader(struct draft *d, struct draft_element *element,
                              const struct xml_node *node);

struct extension {
    const char *name;
    enum extension_use use;
    extension_reader *read; /* of EXTENSION_READ */
};

extension_reader extension_task_definition;
extension_reader extension_io_mapping;
extension_reader extension_headers;
extension_reader extension_script;
extension_reader extension_job_priority;
extension_reader extension_version_tag;
extension_reader extension_user_task;
extension_reader extension_assignment;
extension_reader extension_schedule;
extension_reader extension_priority;
extension_reader extension_form;
extension_reader extension_called_element;
extension_reader extension_publish_message;
extension_reader extension_called_decision;

/* bindingType and versionTag (into an expression; BPMN_NONE without) of what the extension names.
 * BPMN_BINDING_LATEST when nothing or nothing right is said. what: "form". */
enum bpmn_binding extension_binding(struct draft *d, const struct xml_node *node, const char *what,
                                    uint32_t *version_tag);
/* True for the kinds that may have a job. */
bool extension_is_job(const struct draft_element *element);
/* True for throw and end events of messages. */
bool extension_throws_message(const struct draft_element *element);
/* Report an extension where it has no meaning; returns fits. */
bool extension_fits(struct draft *d, const struct xml_node *node, bool fits);

#endif
