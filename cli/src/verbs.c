/* The table of verbs, in the order of the overview. */
#include "verbs.h"

const struct cli_verb *const cli_verbs[] = {
    /* A node */
    &verb_dev,
    &verb_serve,
    &verb_config,
    &verb_check,
    &verb_certs,
    /* Models */
    &verb_deploy,
    &verb_lint,
    &verb_decide,
    &verb_feel,
    &verb_delete,
    /* Process instances */
    &verb_create,
    &verb_run,
    &verb_await,
    &verb_cancel,
    &verb_resolve,
    &verb_modify,
    &verb_migrate,
    &verb_set,
    /* Jobs and people */
    &verb_activate,
    &verb_complete,
    &verb_fail,
    &verb_throw,
    &verb_assign,
    &verb_unassign,
    &verb_update,
    /* Messages */
    &verb_publish,
    &verb_correlate,
    /* Look */
    &verb_list,
    &verb_watch,
    &verb_get,
    &verb_count,
    /* Server */
    &verb_status,
    &verb_topology,
    &verb_cluster,
    &verb_license,
    &verb_whoami,
    &verb_evaluate,
    &verb_clock,
    &verb_call,
    /* About the program */
    &verb_help,
    &verb_man,
    &verb_completion,
    &verb_version,
    NULL,
};
