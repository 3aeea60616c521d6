/* What a deployed file can be. Numbers are stored: add, never renumber. */
#ifndef FSM_RESOURCE_KIND_H
#define FSM_RESOURCE_KIND_H

enum resource_kind {
    RESOURCE_PROCESS = 0, /* BPMN: processes, each a definition of its own */
    RESOURCE_FORM = 1,
    RESOURCE_GENERIC = 2,      /* any other file, kept as it is */
    RESOURCE_REQUIREMENTS = 3, /* DMN: a file ... */
    RESOURCE_DECISION = 4      /* ... and a decision or decision service in it */
};

enum {
    RESOURCE_KIND_COUNT = 5
};

#endif
