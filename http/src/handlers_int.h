/* The handlers, one function an operation, one file a group of resources. */
#ifndef HTTP_HANDLERS_INT_H
#define HTTP_HANDLERS_INT_H

struct request;

/* cluster.c */
void topology_get(struct request *request);
void status_get(struct request *request);
void license_get(struct request *request);
void authentication_get(struct request *request);
void clock_pin(struct request *request);
void clock_reset(struct request *request);
/* health.c */
void health_live(struct request *request);
void health_ready(struct request *request);
void health_metrics(struct request *request);

#endif
