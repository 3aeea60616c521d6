/* A few threads for work that must not hold an event loop (compiling deployments), behind a short
 * queue: whoever does not fit in is told so at once. */
#include <stdlib.h>

#include "base/assert.h"
#include "base/limits.h"
#include "exchange_int.h"
#include "request_int.h"
#include "server_int.h"

enum {
    WORK_THREADS_MAX = 4
};

struct work_pool {
    pthread_mutex_t lock;
    pthread_cond_t wake;
    struct request *first;
    struct request *last;
    uint32_t waiting;
    bool stopping;
    uint32_t thread_count;
    pthread_t threads[WORK_THREADS_MAX];
};

/* NULL: the pool stops and its queue is empty. */
static struct request *work_take(struct work_pool *pool)
{
    struct request *request;

    pthread_mutex_lock(&pool->lock);
    while (pool->first == NULL && !pool->stopping) {
        pthread_cond_wait(&pool->wake, &pool->lock);
    }
    request = pool->first;
    if (request != NULL) {
        pool->first = request->with.work.next_in_queue;
        pool->last = pool->first == NULL ? NULL : pool->last;
        pool->waiting--;
    }
    pthread_mutex_unlock(&pool->lock);
    return request;
}

static void *work_main(void *argument)
{
    struct work_pool *pool = argument;
    struct request *request;

    while ((request = work_take(pool)) != NULL) {
        request->with.work.run(request);
        exchange_post(request);
    }
    return NULL;
}

struct work_pool *work_pool_new(uint32_t threads)
{
    struct work_pool *pool = CHECK_MEMORY(calloc(1, sizeof(*pool)));

    ASSERT(threads >= 1);
    ASSERT(threads <= WORK_THREADS_MAX);
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->wake, NULL);
    for (uint32_t i = 0; i < threads; i++) {
        if (!thread_spawn(&pool->threads[i], work_main, pool)) {
            break;
        }
        pool->thread_count++;
    }
    ASSERT(pool->thread_count > 0);
    return pool;
}

void work_pool_free(struct work_pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    pool->stopping = true;
    pthread_cond_broadcast(&pool->wake);
    pthread_mutex_unlock(&pool->lock);
    for (uint32_t i = 0; i < pool->thread_count; i++) {
        pthread_join(pool->threads[i], NULL);
    }
    pthread_cond_destroy(&pool->wake);
    pthread_mutex_destroy(&pool->lock);
    free(pool);
}

bool work_push(struct http_server *server, struct request *request)
{
    struct work_pool *pool = server->work;
    bool room;

    request->with.work.next_in_queue = NULL;
    pthread_mutex_lock(&pool->lock);
    room = pool->waiting < LIMIT_COMPILE_QUEUE && !pool->stopping;
    if (room) {
        if (pool->last == NULL) {
            pool->first = request;
        } else {
            pool->last->with.work.next_in_queue = request;
        }
        pool->last = request;
        pool->waiting++;
        pthread_cond_signal(&pool->wake);
    }
    pthread_mutex_unlock(&pool->lock);
    return room;
}
