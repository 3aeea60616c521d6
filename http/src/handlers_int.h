/* The handlers, one function an operation, one file a group of resources. */
#ifndef HTTP_HANDLERS_INT_H
#define HTTP_HANDLERS_INT_H

struct request;

/* cluster.c */
void topology_get(struct request *request);
void status_get(struct request *request);
void cluster_status_get(struct request *request);
void cluster_topology_get(struct request *request);
void system_configuration_get(struct request *request);
void license_get(struct request *request);
void authentication_get(struct request *request);
void own_authorization_search(struct request *request);
void clock_pin(struct request *request);
void clock_reset(struct request *request);
/* membership.c */
void cluster_get(struct request *request);
void member_add(struct request *request);
void member_remove(struct request *request);
void member_promote(struct request *request);
void leader_transfer(struct request *request);
/* deployments.c */
void deployment_create(struct request *request);
/* decisions.c */
void decision_search(struct request *request);
void decision_get(struct request *request);
void decision_get_xml(struct request *request);
void requirements_search(struct request *request);
void requirements_get(struct request *request);
void requirements_get_xml(struct request *request);
void evaluation_search(struct request *request);
void evaluation_get(struct request *request);
/* decision_evaluation.c */
void decision_evaluation(struct request *request);
/* resources.c */
void resource_search(struct request *request);
void resource_get(struct request *request);
void resource_get_content(struct request *request);
void resource_get_binary(struct request *request);
void resource_delete(struct request *request);
/* forms.c */
void form_get(struct request *request);
void definition_get_form(struct request *request);
void user_task_get_form(struct request *request);
/* expressions.c */
void expression_evaluation(struct request *request);
/* process_definitions.c */
void definition_search(struct request *request);
void definition_get(struct request *request);
void definition_get_xml(struct request *request);
void definition_variable_names(struct request *request);
/* process_instances.c */
void instance_create(struct request *request);
void instance_get(struct request *request);
void instance_search(struct request *request);
void instance_cancel(struct request *request);
void instance_assign_business_id(struct request *request);
/* instance_deletion.c */
void instance_delete(struct request *request);
/* instance_migration.c */
void instance_migrate(struct request *request);
/* instance_modification.c */
void instance_modify(struct request *request);
/* jobs.c */
void job_activate(struct request *request);
void job_complete(struct request *request);
void job_fail(struct request *request);
void job_throw_error(struct request *request);
void job_update(struct request *request);
void job_search(struct request *request);
/* messages.c */
void message_publication(struct request *request);
void signal_send(struct request *request);
void message_deliver(struct request *request);
void message_subscription_search(struct request *request);
void correlation_search(struct request *request);
/* variables.c */
void variables_set(struct request *request);
void variable_search(struct request *request);
void variable_get(struct request *request);
/* element_instances.c */
void element_search(struct request *request);
void element_get(struct request *request);
void element_incident_search(struct request *request);
void element_wait_search(struct request *request);
/* incidents.c */
void incident_search(struct request *request);
void incident_get(struct request *request);
void incident_resolve(struct request *request);
void incident_resolve_all(struct request *request);
/* user_tasks.c */
void user_task_search(struct request *request);
void user_task_get(struct request *request);
void user_task_assign(struct request *request);
void user_task_unassign(struct request *request);
void user_task_update(struct request *request);
void user_task_complete(struct request *request);
void user_task_variable_search(struct request *request);
void user_task_effective_variable_search(struct request *request);
/* process_instance_reads.c */
void instance_sequence_flows(struct request *request);
void instance_incident_search(struct request *request);
void instance_call_hierarchy(struct request *request);
/* statistics.c */
void instance_element_statistics(struct request *request);
void instance_wait_statistics(struct request *request);
void definition_element_statistics(struct request *request);
void definition_instance_statistics(struct request *request);
void definition_version_statistics(struct request *request);
void definition_subscription_statistics(struct request *request);
void incident_statistics_by_error(struct request *request);
void incident_statistics_by_definition(struct request *request);
/* batch_operations.c */
void batch_operation_search(struct request *request);
void batch_item_search(struct request *request);
void batch_operation_get(struct request *request);
void batch_operation_cancel(struct request *request);
void batch_operation_suspend(struct request *request);
void batch_operation_resume(struct request *request);
/* batch_creation.c */
void batch_cancel_instances(struct request *request);
void batch_resolve_incidents(struct request *request);
void batch_delete_instances(struct request *request);
void batch_migrate_instances(struct request *request);
void batch_modify_instances(struct request *request);
void batch_update_jobs(struct request *request);
/* health.c */
void health_live(struct request *request);
void health_ready(struct request *request);
void health_metrics(struct request *request);
void openapi_get(struct request *request);

#endif
