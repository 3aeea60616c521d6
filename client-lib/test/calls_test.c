/* The main calls as they go over the wire, iterators, and what a client takes from its environment.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "baton/client.h"
#include "fake.h"
#include "testkit/test.h"

/* A fake that answers everything with the same text, or by a script of its own. */
struct desk {
    struct fake *fake;
    baton_client *client;
    baton_response response;
};

static void answer_fine(struct fake_stream *stream, const struct fake_request *request, int number,
                        void *ctx)
{
    (void)request;
    (void)number;
    (void)ctx;
    fake_answer(stream, 200, "{}");
}

static struct desk *desk_open(fake_script script, const baton_config *settings)
{
    struct desk *desk = calloc(1, sizeof(*desk));
    baton_config config = settings == NULL ? (baton_config){0} : *settings;

    desk->fake = fake_start(script, desk);
    config.address = fake_address(desk->fake);
    config.timeout_ms = 120000;
    CHECK_INT(baton_client_new(&config, &desk->client), ==, BATON_OK);
    return desk;
}

static void desk_close(struct desk *desk)
{
    baton_response_clear(&desk->response);
    baton_client_free(desk->client);
    fake_stop(desk->fake);
    free(desk);
}

static void check_sent(struct desk *desk, const char *method, const char *path, const char *body)
{
    const struct fake_request *seen = fake_seen(desk->fake, "", fake_count(desk->fake, "") - 1);

    CHECK_TEXT(slice_of(seen->method), method);
    CHECK_TEXT(slice_of(seen->path), path);
    CHECK_TEXT(slice_of(seen->body), body);
}

TEST(calls, about_instances_go_out_as_the_api_wants_them)
{
    struct desk *desk = desk_open(answer_fine, NULL);
    baton_creation creation = {.definition_key = 7,
                               .version = 3,
                               .variables = "{\"a\":1}",
                               .business_id = "b-1",
                               .tags = "x, y",
                               .start_elements = "one,two",
                               .awaits = true,
                               .fetch_variables = "a",
                               .timeout_ms = 5000};

    CHECK_INT(baton_create(desk->client, &creation, &desk->response), ==, BATON_OK);
    check_sent(desk, "POST", "/v2/process-instances",
               "{\"processDefinitionKey\":\"7\",\"processDefinitionVersion\":3,"
               "\"variables\":{\"a\":1},\"businessId\":\"b-1\",\"tags\":[\"x\",\"y\"],"
               "\"startInstructions\":[{\"elementId\":\"one\"},{\"elementId\":\"two\"}],"
               "\"awaitCompletion\":true,\"requestTimeout\":5000,\"fetchVariables\":[\"a\"]}");
    CHECK_INT(baton_create_and_await(desk->client, "p", NULL, "k", 100, &desk->response), ==,
              BATON_OK);
    check_sent(desk, "POST", "/v2/process-instances",
               "{\"processDefinitionId\":\"p\",\"variables\":{},\"awaitCompletion\":true,"
               "\"requestTimeout\":100}");
    CHECK_INT(baton_cancel_instance(desk->client, 9, &desk->response), ==, BATON_OK);
    check_sent(desk, "POST", "/v2/process-instances/9/cancellation", "{}");
    CHECK_INT(baton_set_variables(desk->client, 9, "{\"v\":2}", true, &desk->response), ==,
              BATON_OK);
    check_sent(desk, "PUT", "/v2/element-instances/9/variables",
               "{\"variables\":{\"v\":2},\"local\":true}");
    CHECK_INT(baton_resolve_incident(desk->client, 9, &desk->response), ==, BATON_OK);
    check_sent(desk, "POST", "/v2/incidents/9/resolution", "{}");
    CHECK_INT(baton_delete_resource(desk->client, 9, &desk->response), ==, BATON_OK);
    check_sent(desk, "POST", "/v2/resources/9/deletion", "{}");
    desk_close(desk);
}

TEST(calls, about_messages_signals_and_decisions_go_out_as_the_api_wants_them)
{
    struct desk *desk = desk_open(answer_fine, NULL);

    CHECK_INT(baton_publish_message(desk->client, "paid", "o-1", NULL, 500, &desk->response), ==,
              BATON_OK);
    check_sent(
        desk, "POST", "/v2/messages/publication",
        "{\"name\":\"paid\",\"correlationKey\":\"o-1\",\"timeToLive\":500,\"variables\":{}}");
    CHECK_INT(baton_publish_message_once(desk->client, "paid", NULL, "m-1", "{\"a\":1}", 0,
                                         &desk->response),
              ==, BATON_OK);
    check_sent(
        desk, "POST", "/v2/messages/publication",
        "{\"name\":\"paid\",\"messageId\":\"m-1\",\"timeToLive\":0,\"variables\":{\"a\":1}}");
    CHECK_INT(baton_correlate_message(desk->client, "paid", "o-1", NULL, &desk->response), ==,
              BATON_OK);
    check_sent(desk, "POST", "/v2/messages/correlation",
               "{\"name\":\"paid\",\"correlationKey\":\"o-1\",\"variables\":{}}");
    CHECK_INT(baton_broadcast_signal(desk->client, "stop", NULL, &desk->response), ==, BATON_OK);
    check_sent(desk, "POST", "/v2/signals/broadcast", "{\"signalName\":\"stop\",\"variables\":{}}");
    CHECK_INT(baton_evaluate_decision(desk->client, "dish", "{\"n\":1}", &desk->response), ==,
              BATON_OK);
    check_sent(desk, "POST", "/v2/decision-definitions/evaluation",
               "{\"decisionDefinitionId\":\"dish\",\"variables\":{\"n\":1}}");
    desk_close(desk);
}

TEST(calls, about_user_tasks_go_out_as_the_api_wants_them)
{
    struct desk *desk = desk_open(answer_fine, NULL);

    CHECK_INT(baton_complete_user_task(desk->client, 5, NULL, &desk->response), ==, BATON_OK);
    check_sent(desk, "POST", "/v2/user-tasks/5/completion", "{\"variables\":{}}");
    CHECK_INT(baton_assign_user_task(desk->client, 5, "a\"da", false, &desk->response), ==,
              BATON_OK);
    check_sent(desk, "POST", "/v2/user-tasks/5/assignment",
               "{\"assignee\":\"a\\\"da\",\"allowOverride\":false}");
    CHECK_INT(baton_unassign_user_task(desk->client, 5, &desk->response), ==, BATON_OK);
    check_sent(desk, "DELETE", "/v2/user-tasks/5/assignee", "");
    CHECK_INT(baton_update_user_task(desk->client, 5, "{\"priority\":7}", &desk->response), ==,
              BATON_OK);
    check_sent(desk, "PATCH", "/v2/user-tasks/5", "{\"changeset\":{\"priority\":7}}");
    desk_close(desk);
}

TEST(calls, about_jobs_go_out_as_the_api_wants_them)
{
    struct desk *desk = desk_open(answer_fine, NULL);
    baton_activation activation = {.type = "t", .worker = "w", .max_jobs = 3, .poll_ms = 70};
    baton_activation at_once = {.type = "t", .lock_ms = 10, .fetch_variables = ""};

    CHECK_INT(baton_activate_jobs(desk->client, &activation, &desk->response), ==, BATON_OK);
    check_sent(desk, "POST", "/v2/jobs/activation",
               "{\"type\":\"t\",\"worker\":\"w\",\"timeout\":60000,\"maxJobsToActivate\":3,"
               "\"requestTimeout\":70}");
    CHECK_INT(baton_activate_jobs(desk->client, &at_once, &desk->response), ==, BATON_OK);
    check_sent(desk, "POST", "/v2/jobs/activation",
               "{\"type\":\"t\",\"timeout\":10,\"maxJobsToActivate\":32,\"requestTimeout\":-1,"
               "\"fetchVariable\":[]}");
    CHECK_INT(baton_complete_job(desk->client, 5, "{\"a\":1}", &desk->response), ==, BATON_OK);
    check_sent(desk, "POST", "/v2/jobs/5/completion", "{\"variables\":{\"a\":1}}");
    CHECK_INT(baton_fail_job(desk->client, 5, 2, 100, NULL, &desk->response), ==, BATON_OK);
    check_sent(desk, "POST", "/v2/jobs/5/failure", "{\"retries\":2,\"retryBackOff\":100}");
    CHECK_INT(baton_throw_error(desk->client, 5, "E", "m", NULL, &desk->response), ==, BATON_OK);
    check_sent(desk, "POST", "/v2/jobs/5/error",
               "{\"errorCode\":\"E\",\"errorMessage\":\"m\",\"variables\":{}}");
    CHECK_INT(baton_update_job(desk->client, 5, "{\"retries\":3}", &desk->response), ==, BATON_OK);
    check_sent(desk, "PATCH", "/v2/jobs/5", "{\"changeset\":{\"retries\":3}}");
    desk_close(desk);
}

TEST(calls, that_read_go_out_as_the_api_wants_them)
{
    struct desk *desk = desk_open(answer_fine, NULL);
    char entity[300];

    memset(entity, 'e', sizeof(entity));
    entity[sizeof(entity) - 1] = '\0';
    CHECK_INT(baton_get_topology(desk->client, &desk->response), ==, BATON_OK);
    check_sent(desk, "GET", "/v2/topology", "");
    CHECK_INT(baton_get(desk->client, "process-instances", UINT64_MAX, &desk->response), ==,
              BATON_OK);
    check_sent(desk, "GET", "/v2/process-instances/18446744073709551615", "");
    CHECK_INT(baton_search(desk->client, "jobs", "{\"page\":{\"limit\":1}}", &desk->response), ==,
              BATON_OK);
    check_sent(desk, "POST", "/v2/jobs/search", "{\"page\":{\"limit\":1}}");
    CHECK_INT(baton_get(desk->client, entity, 1, &desk->response), ==, BATON_INVALID);
    CHECK_INT(baton_search(desk->client, entity, NULL, &desk->response), ==, BATON_INVALID);
    desk_close(desk);
}

/* --- iterators --- */

enum {
    LIBRARY_ITEMS = 7
};

/* Pages of numbers; the cursor is the number before the page. */
static void answer_page(struct fake_stream *stream, const struct fake_request *request, int number,
                        void *ctx)
{
    char items[128] = "";
    char answer[256];
    int64_t from = 0;
    int64_t limit = 0;
    int64_t end;

    (void)number;
    (void)ctx;
    (void)baton_json_int(request->body, "page.after", &from);
    (void)baton_json_int(request->body, "page.limit", &limit);
    end = from + limit < LIBRARY_ITEMS ? from + limit : LIBRARY_ITEMS;
    for (int64_t i = from; i < end; i++) {
        size_t size = strlen(items);

        snprintf(items + size, sizeof(items) - size, "%s {\"n\" : [%d]}", i > from ? "," : "",
                 (int)i);
    }
    snprintf(answer, sizeof(answer), "{\"items\":[%s ],\"page\":{\"endCursor\":\"%d\"}}", items,
             (int)end);
    fake_answer(stream, 200, answer);
}

static int count_items(baton_iterator *iterator)
{
    const char *item;
    size_t size;
    int count = 0;

    while (baton_iterator_next(iterator, &item, &size)) {
        char text[64];
        int64_t n = -1;

        snprintf(text, sizeof(text), "%.*s", (int)size, item);
        CHECK(baton_json_int(text, "n.0", &n));
        CHECK_INT(n, ==, count);
        count++;
    }
    return count;
}

TEST(iterator, goes_through_every_page_by_cursor)
{
    struct desk *desk = desk_open(answer_page, NULL);
    baton_iterator *iterator;

    CHECK_INT(
        baton_iterator_new(desk->client, "jobs",
                           "{\"filter\":{\"a\":1},\"page\":{\"limit\":3,\"from\":9},\"sort\":[]}",
                           &iterator),
        ==, BATON_OK);

    CHECK_INT(count_items(iterator), ==, LIBRARY_ITEMS);
    CHECK_INT(baton_iterator_result(iterator), ==, BATON_OK);
    CHECK_INT(fake_count(desk->fake, "/v2/jobs/search"), ==, 3);
    CHECK_TEXT(slice_of(fake_seen(desk->fake, "", 1)->body),
               "{\"page\":{\"limit\":3,\"after\":\"3\"},\"filter\":{\"a\":1},\"sort\":[]}");
    CHECK_INT(count_items(iterator), ==, 0);
    baton_iterator_free(iterator);
    desk_close(desk);
}

/* Seven items in pages of seven: only the empty page after them tells that there are no more. */
TEST(iterator, ends_at_the_empty_page_behind_a_full_one)
{
    struct desk *desk = desk_open(answer_page, NULL);
    baton_iterator *iterator;

    CHECK_INT(baton_iterator_new(desk->client, "jobs", "{\"page\":{\"limit\":7}}", &iterator), ==,
              BATON_OK);

    CHECK_INT(count_items(iterator), ==, LIBRARY_ITEMS);
    CHECK_INT(baton_iterator_result(iterator), ==, BATON_OK);
    CHECK_INT(fake_count(desk->fake, ""), ==, 2);
    baton_iterator_free(iterator);
    desk_close(desk);
}

static void reject_second(struct fake_stream *stream, const struct fake_request *request,
                          int number, void *ctx)
{
    if (number == 2) {
        fake_answer(stream, 400, "{\"title\":\"INVALID_ARGUMENT\",\"detail\":\"bad cursor\"}");
    } else {
        answer_page(stream, request, number, ctx);
    }
}

TEST(iterator, says_when_it_is_incomplete)
{
    struct desk *desk = desk_open(reject_second, NULL);
    baton_iterator *iterator;

    CHECK_INT(baton_iterator_new(desk->client, "jobs", "{\"page\":{\"limit\":3}}", &iterator), ==,
              BATON_OK);

    CHECK_INT(count_items(iterator), ==, 3);
    CHECK_INT(baton_iterator_result(iterator), ==, BATON_REJECTED);
    CHECK_TEXT(slice_of(baton_iterator_response(iterator)->detail), "bad cursor");
    CHECK_INT(count_items(iterator), ==, 0);
    CHECK_INT(fake_count(desk->fake, ""), ==, 2);
    baton_iterator_free(iterator);
    desk_close(desk);
}

static void answer_nonsense(struct fake_stream *stream, const struct fake_request *request,
                            int number, void *ctx)
{
    (void)request;
    (void)number;
    (void)ctx;
    fake_answer(stream, 200, "{\"items\":[1 2]}");
}

TEST(iterator, refuses_what_is_no_search)
{
    struct desk *desk = desk_open(answer_nonsense, NULL);
    baton_iterator *iterator;
    const char *item;
    size_t size;

    CHECK_INT(baton_iterator_new(desk->client, "jobs", "[]", &iterator), ==, BATON_INVALID);
    CHECK(strstr(baton_last_error(), "JSON object") != NULL);
    CHECK_INT(baton_iterator_new(desk->client, "jobs", "{\"page\":{\"limit\":0}}", &iterator), ==,
              BATON_INVALID);

    CHECK_INT(baton_iterator_new(desk->client, "jobs", NULL, &iterator), ==, BATON_OK);
    CHECK(!baton_iterator_next(iterator, &item, &size));
    CHECK_INT(baton_iterator_result(iterator), ==, BATON_PROTOCOL);
    baton_iterator_free(iterator);
    desk_close(desk);
}

static void add_up(const char *value, size_t size, void *ctx)
{
    CHECK_INT(size, ==, 1);
    *(int *)ctx += value[0] - '0';
}

TEST(json, goes_through_a_list)
{
    int sum = 0;

    CHECK(baton_json_each("{\"a\":{\"b\":[1, 2,3 ]}}", "a.b", add_up, &sum));
    CHECK_INT(sum, ==, 6);
    CHECK(baton_json_each("[4]", "", add_up, &sum));
    CHECK_INT(sum, ==, 10);
    CHECK(!baton_json_each("{\"a\":1}", "a", add_up, &sum));
    CHECK(!baton_json_each("{}", "a", add_up, &sum));
    CHECK(!baton_json_each(NULL, "a", add_up, &sum));
}

/* --- the environment --- */

static const char *const variables[] = {"BATON_ADDRESS",
                                        "CAMUNDA_REST_ADDRESS",
                                        "ZEEBE_REST_ADDRESS",
                                        "BATON_TIMEOUT_MS",
                                        "CAMUNDA_AUTH_STRATEGY",
                                        "BATON_BASIC_AUTH_USERNAME",
                                        "BATON_BASIC_AUTH_PASSWORD",
                                        "CAMUNDA_BASIC_AUTH_USERNAME",
                                        "CAMUNDA_BASIC_AUTH_PASSWORD",
                                        "CAMUNDA_CLIENT_ID",
                                        "CAMUNDA_CLIENT_SECRET",
                                        "CAMUNDA_OAUTH_URL",
                                        "ZEEBE_CLIENT_ID",
                                        "ZEEBE_CLIENT_SECRET",
                                        "ZEEBE_AUTHORIZATION_SERVER_URL"};

static void forget_environment(void)
{
    for (size_t i = 0; i < sizeof(variables) / sizeof(variables[0]); i++) {
        unsetenv(variables[i]);
    }
}

static baton_result new_client(baton_client **client)
{
    *client = NULL;
    return baton_client_new(NULL, client);
}

static void check_refused(const char *name, const char *value, const char *reason)
{
    baton_client *client;

    forget_environment();
    setenv(name, value, 1);
    CHECK_INT(new_client(&client), ==, BATON_INVALID);
    if (strstr(baton_last_error(), reason) == NULL) {
        test_fail(__FILE__, __LINE__, "%s=%s: '%s' does not say '%s'", name, value,
                  baton_last_error(), reason);
    }
    forget_environment();
}

TEST(environment, names_the_server_in_this_order)
{
    struct desk *desk = desk_open(answer_fine, NULL);
    baton_client *client;

    forget_environment();
    setenv("ZEEBE_REST_ADDRESS", "http://nobody:1", 1);
    setenv("CAMUNDA_REST_ADDRESS", fake_address(desk->fake), 1);
    setenv("BATON_ADDRESS", "", 1);
    CHECK_INT(new_client(&client), ==, BATON_OK);
    CHECK_INT(baton_get_topology(client, &desk->response), ==, BATON_OK);
    baton_client_free(client);

    setenv("BATON_ADDRESS", fake_address(desk->fake), 1);
    setenv("CAMUNDA_REST_ADDRESS", "http://nobody:1", 1);
    CHECK_INT(new_client(&client), ==, BATON_OK);
    CHECK_INT(baton_get_topology(client, &desk->response), ==, BATON_OK);
    baton_client_free(client);
    forget_environment();
    desk_close(desk);
}

TEST(environment, that_cannot_be_obeyed_is_refused_by_name)
{
    check_refused("BATON_ADDRESS", "https://host", "TLS");
    check_refused("BATON_ADDRESS", "a:1,b:x", "'b:x'");
    check_refused("BATON_TIMEOUT_MS", "soon", "'soon'");
    check_refused("BATON_TIMEOUT_MS", "4294967296", "4294967296");
    check_refused("CAMUNDA_AUTH_STRATEGY", "OAUTH", "OAUTH");
    check_refused("CAMUNDA_AUTH_STRATEGY", "BASIC", "CAMUNDA_BASIC_AUTH_USERNAME");
    check_refused("CAMUNDA_CLIENT_ID", "me", "CAMUNDA_CLIENT_ID");
    check_refused("ZEEBE_CLIENT_SECRET", "s", "ZEEBE_CLIENT_SECRET");
    check_refused("BATON_BASIC_AUTH_USERNAME", "a:b", "colon");
}

TEST(environment, gives_credentials_unless_the_strategy_is_none)
{
    struct desk *desk = desk_open(answer_fine, NULL);
    baton_client *client;

    forget_environment();
    setenv("BATON_ADDRESS", fake_address(desk->fake), 1);
    setenv("CAMUNDA_BASIC_AUTH_USERNAME", "Aladdin", 1);
    setenv("CAMUNDA_BASIC_AUTH_PASSWORD", "open sesame", 1);
    CHECK_INT(new_client(&client), ==, BATON_OK);
    CHECK_INT(baton_get_topology(client, &desk->response), ==, BATON_OK);
    CHECK_TEXT(slice_of(fake_seen(desk->fake, "", 0)->authorization),
               "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    baton_client_free(client);

    setenv("CAMUNDA_AUTH_STRATEGY", "none", 1);
    setenv("CAMUNDA_CLIENT_ID", "ignored", 1);
    CHECK_INT(new_client(&client), ==, BATON_OK);
    CHECK_INT(baton_get_topology(client, &desk->response), ==, BATON_OK);
    CHECK_TEXT(slice_of(fake_seen(desk->fake, "", 1)->authorization), "");
    baton_client_free(client);
    forget_environment();
    desk_close(desk);
}

/* base64's two shorter ends. */
TEST(config, sends_the_credentials_it_was_given)
{
    struct desk *two = desk_open(answer_fine, &(baton_config){.user_name = "ab", .password = "c"});
    struct desk *one = desk_open(answer_fine, &(baton_config){.user_name = "abc", .password = "d"});

    CHECK_INT(baton_get_topology(two->client, &two->response), ==, BATON_OK);
    CHECK_INT(baton_get_topology(one->client, &one->response), ==, BATON_OK);

    CHECK_TEXT(slice_of(fake_seen(two->fake, "", 0)->authorization), "Basic YWI6Yw==");
    CHECK_TEXT(slice_of(fake_seen(one->fake, "", 0)->authorization), "Basic YWJjOmQ=");
    desk_close(two);
    desk_close(one);
}

TEST(config, takes_511_characters_of_credentials_and_not_one_more)
{
    char name[512];
    baton_config config = {.address = "h", .user_name = name, .password = "p"};
    baton_client *client;

    memset(name, 'n', sizeof(name));
    name[510] = '\0';
    CHECK_INT(baton_client_new(&config, &client), ==, BATON_OK);
    baton_client_free(client);
    name[510] = 'n';
    name[511] = '\0';
    CHECK_INT(baton_client_new(&config, &client), ==, BATON_INVALID);
    CHECK(strstr(baton_last_error(), "511") != NULL);
}

TEST(config, takes_sixteen_endpoints_and_not_one_more)
{
    char address[17 * 8] = "";
    baton_config config = {.address = address};
    baton_client *client;

    for (int i = 0; i < 16; i++) {
        snprintf(address + strlen(address), sizeof(address) - strlen(address), "%sh:%d",
                 i > 0 ? "," : "", i + 1);
    }
    CHECK_INT(baton_client_new(&config, &client), ==, BATON_OK);
    baton_client_free(client);
    snprintf(address + strlen(address), sizeof(address) - strlen(address), ",h");
    CHECK_INT(baton_client_new(&config, &client), ==, BATON_INVALID);
    CHECK(strstr(baton_last_error(), "16") != NULL);
}

TEST(version, of_header_and_library_agree)
{
    char text[32];

    snprintf(text, sizeof(text), "%d.%d.%d", BATON_VERSION_MAJOR, BATON_VERSION_MINOR,
             BATON_VERSION_PATCH);
    CHECK_TEXT(slice_of(baton_version()), text);
    CHECK_TEXT(slice_of(BATON_VERSION_TEXT), text);
}
