/* The order example, told line by line: deploys the model, places orders, does the jobs with a
 * worker of libbaton, plays Ada and the bank, and looks at the end whether every order ended as it
 * should.
 *
 * Safe against a server that is killed and started again on the way: nothing is lost, nothing is
 * done twice. Exit code 0 only when all orders ended well. */
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "demo.h"

enum {
    PATIENCE_MS = 60000
};

struct settings {
    const char *model;
    const char *json_log;
    int orders; /* 0: the five of the story */
    uint64_t seed;
    int patience_ms;
    bool is_quiet;
    bool only_serves;
};

void demo_tell(const struct demo *demo, const char *order, const char *format, ...)
{
    char text[256];
    va_list args;

    if (demo->is_quiet) {
        return;
    }
    va_start(args, format);
    vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    printf("order %s: %s\n", order, text);
}

static void usage(FILE *out)
{
    fputs("usage: order-demo [options]\n"
          "  --model FILE      the order model (examples/order/order.bpmn)\n"
          "  --orders N        N random orders instead of the five of the story\n"
          "  --seed S          of the random orders (1)\n"
          "  --json-log FILE   append a JSON line for each job that the server has taken as done\n"
          "  --patience SECS   how long to try with a server that does not answer (60)\n"
          "  --serve           only do the jobs, of orders that come from elsewhere, until Ctrl-C\n"
          "  --quiet           the last line only\n"
          "The server is BATON_ADDRESS, or 127.0.0.1:8080.\n",
          out);
}

static bool read_number(const char *text, long long min, long long max, long long *out)
{
    char *end;

    *out = strtoll(text, &end, 10);
    if (*text == '\0' || *end != '\0' || *out < min || *out > max) {
        fprintf(stderr, "order-demo: '%s' is no number from %lld to %lld\n", text, min, max);
        return false;
    }
    return true;
}

static bool take_option(int option, struct settings *settings)
{
    long long number = 0;

    switch (option) {
    case 'm':
        settings->model = optarg;
        return true;
    case 'j':
        settings->json_log = optarg;
        return true;
    case 'w':
        settings->only_serves = true;
        return true;
    case 'q':
        settings->is_quiet = true;
        return true;
    case 'o':
        if (!read_number(optarg, 1, ORDERS_MAX, &number)) {
            return false;
        }
        settings->orders = (int)number;
        return true;
    case 's':
        if (!read_number(optarg, 0, INT64_MAX, &number)) {
            return false;
        }
        settings->seed = (uint64_t)number;
        return true;
    case 'p':
        if (!read_number(optarg, 1, 3600, &number)) {
            return false;
        }
        settings->patience_ms = (int)number * 1000;
        return true;
    default:
        usage(stderr);
        return false;
    }
}

static bool read_options(int argc, char **argv, struct settings *settings)
{
    static const struct option options[] = {
        {"model", required_argument, NULL, 'm'},
        {"orders", required_argument, NULL, 'o'},
        {"seed", required_argument, NULL, 's'},
        {"json-log", required_argument, NULL, 'j'},
        {"patience", required_argument, NULL, 'p'},
        {"serve", no_argument, NULL, 'w'},
        {"quiet", no_argument, NULL, 'q'},
        {"help", no_argument, NULL, 'h'},
        {0},
    };
    int option;

    while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
        if (option == 'h') {
            usage(stdout);
            exit(0);
        }
        if (!take_option(option, settings)) {
            return false;
        }
    }
    return true;
}

/* Places every order, then does what comes up until all are over. */
static bool play(struct demo *demo)
{
    for (int i = 0; i < orders_count(demo->orders); i++) {
        if (!demo_place(demo, orders_at(demo->orders, i))) {
            return false;
        }
    }
    for (;;) {
        struct errand errand = orders_take_errand(demo->orders, demo->patience_ms);

        switch (errand.kind) {
        case ERRAND_NONE:
            fprintf(stderr, "order-demo: nothing has moved for %d seconds\n",
                    demo->patience_ms / 1000);
            return false;
        case ERRAND_ALL_OVER:
            return true;
        case ERRAND_APPROVE:
            if (!demo_approve(demo, errand.order)) {
                return false;
            }
            break;
        case ERRAND_PAY:
            if (!demo_pay(demo, errand.order)) {
                return false;
            }
            break;
        }
    }
}

/* The last line; true when nothing is left. Orders that the workers never saw end are not asked
 * for: a server that stopped answering would cost our patience for each of them. */
static bool sum_up(struct demo *demo)
{
    int shipped = 0;
    int refunded = 0;
    int count = orders_count(demo->orders);

    for (int i = 0; i < count; i++) {
        const struct order *order = orders_at(demo->orders, i);

        if (!order->is_over || !demo_has_ended_well(demo, order)) {
            continue;
        }
        if (order->is_out_of_stock) {
            refunded++;
        } else {
            shipped++;
        }
    }
    printf("%d orders: %d shipped, %d refunded, %d left\n", count, shipped, refunded,
           count - shipped - refunded);
    return shipped + refunded == count;
}

static void wait_for_ctrl_c(void)
{
    sigset_t end;
    int which;

    sigemptyset(&end);
    sigaddset(&end, SIGINT);
    sigaddset(&end, SIGTERM);
    sigprocmask(SIG_BLOCK, &end, NULL);
    (void)sigwait(&end, &which);
}

static bool run(struct demo *demo, const struct settings *settings)
{
    bool ok;

    if (!demo_deploy(demo, settings->model) || !demo_start_workers(demo)) {
        demo_stop_workers(demo);
        return false;
    }
    if (settings->only_serves) {
        wait_for_ctrl_c();
        demo_stop_workers(demo);
        return true;
    }
    ok = play(demo);
    demo_stop_workers(demo);
    return sum_up(demo) && ok;
}

int main(int argc, char **argv)
{
    struct settings settings = {
        .model = "examples/order/order.bpmn", .seed = 1, .patience_ms = PATIENCE_MS};
    struct demo demo = {.log_fd = -1};
    bool ok;

    if (!read_options(argc, argv, &settings)) {
        return 2;
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (settings.json_log != NULL) {
        demo.log_fd = open(settings.json_log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
        if (demo.log_fd < 0) {
            perror(settings.json_log);
            return 1;
        }
    }
    if (baton_client_new(NULL, &demo.client) != BATON_OK) {
        fprintf(stderr, "order-demo: BATON_ADDRESS is no address\n");
        return 1;
    }
    demo.patience_ms = settings.patience_ms;
    demo.is_quiet = settings.is_quiet;
    demo.orders = orders_new(settings.orders, settings.seed);
    ok = run(&demo, &settings);
    orders_free(demo.orders);
    baton_client_free(demo.client);
    if (demo.log_fd >= 0) {
        close(demo.log_fd);
    }
    return ok ? 0 : 1;
}
