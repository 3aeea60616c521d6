#include "waits.h"

#include "base/assert.h"
#include "node_int.h"

_Static_assert(sizeof(struct wait_entry) <= sizeof(((struct backend_fence *)0)->node_private),
               "a wait entry fits into the fence");
_Static_assert(sizeof(struct wait_entry) <= sizeof(((struct backend_await *)0)->node_private),
               "a wait entry fits into the await");

static struct backend_fence *fence_of(struct wait_entry *entry)
{
    return (struct backend_fence *)(void *)((char *)entry -
                                            offsetof(struct backend_fence, node_private));
}

static struct backend_await *await_of(struct wait_entry *entry)
{
    return (struct backend_await *)(void *)((char *)entry -
                                            offsetof(struct backend_await, node_private));
}

void waits_init(struct waits *waits)
{
    pthread_mutex_init(&waits->lock, NULL);
    list_init(&waits->unasked);
    list_init(&waits->asked);
    list_init(&waits->indexes);
    list_init(&waits->fresh);
    for (size_t i = 0; i < WAIT_BUCKETS; i++) {
        list_init(&waits->instances[i]);
    }
    deadlines_init(&waits->deadlines);
    waits->await_count = 0;
}

void waits_deinit(struct waits *waits)
{
    ASSERT(deadlines_first(&waits->deadlines) == NULL);
    deadlines_deinit(&waits->deadlines);
    pthread_mutex_destroy(&waits->lock);
}

static void add(struct waits *waits, struct list *list, struct wait_entry *entry)
{
    pthread_mutex_lock(&waits->lock);
    list_push_back(list, &entry->link);
    deadlines_add(&waits->deadlines, &entry->deadline);
    waits->await_count += entry->kind == WAIT_INSTANCE;
    pthread_mutex_unlock(&waits->lock);
}

void waits_add_fence(struct waits *waits, struct backend_fence *fence)
{
    struct wait_entry *entry = (struct wait_entry *)(void *)fence->node_private;

    *entry = (struct wait_entry){.kind = WAIT_INDEX, .deadline = {.at_ms = fence->deadline_ms}};
    add(waits, fence->consistency == BACKEND_LINEARIZABLE ? &waits->unasked : &waits->indexes,
        entry);
}

void waits_add_await(struct waits *waits, struct backend_await *await)
{
    struct wait_entry *entry = (struct wait_entry *)(void *)await->node_private;

    *entry = (struct wait_entry){.kind = WAIT_INSTANCE, .deadline = {.at_ms = await->deadline_ms}};
    add(waits, &waits->fresh, entry);
}

/* Under the lock. */
static void drop(struct waits *waits, struct wait_entry *entry)
{
    list_remove(&entry->link);
    deadlines_remove(&waits->deadlines, &entry->deadline);
    waits->await_count -= entry->kind == WAIT_INSTANCE;
}

bool waits_cancel_await(struct waits *waits, struct backend_await *await)
{
    struct wait_entry *entry = (struct wait_entry *)(void *)await->node_private;
    bool waiting;

    pthread_mutex_lock(&waits->lock);
    waiting = list_node_is_linked(&entry->link);
    if (waiting) {
        drop(waits, entry);
    }
    pthread_mutex_unlock(&waits->lock);
    return waiting;
}

bool waits_has_awaits(struct waits *waits)
{
    bool has;

    pthread_mutex_lock(&waits->lock);
    has = waits->await_count > 0;
    pthread_mutex_unlock(&waits->lock);
    return has;
}

static void finish(struct node *node, struct wait_entry *entry, enum status status)
{
    uint64_t index = atomic_load(&node->public.applied_index);

    if (entry->kind == WAIT_INDEX) {
        struct backend_fence *fence = fence_of(entry);

        fence->done(fence, status, index);
    } else {
        struct backend_await *await = await_of(entry);

        await->done(await, status, index);
    }
}

static struct list *bucket_of(struct waits *waits, uint64_t process_instance_key)
{
    return &waits->instances[process_instance_key % WAIT_BUCKETS];
}

/* The next await that the core has not seen, moved to its bucket; NULL when there is none. */
static struct wait_entry *next_fresh(struct waits *waits)
{
    struct wait_entry *entry = NULL;
    struct list_node *link;

    pthread_mutex_lock(&waits->lock);
    link = list_pop_front(&waits->fresh);
    if (link != NULL) {
        entry = LIST_ITEM(link, struct wait_entry, link);
        list_push_back(bucket_of(waits, await_of(entry)->process_instance_key), link);
    }
    pthread_mutex_unlock(&waits->lock);
    return entry;
}

/* One await of that instance, dropped; NULL when there is none left. */
static struct wait_entry *take_await(struct waits *waits, uint64_t process_instance_key)
{
    struct list *bucket = bucket_of(waits, process_instance_key);
    struct wait_entry *found = NULL;

    pthread_mutex_lock(&waits->lock);
    LIST_EACH(bucket, link)
    {
        struct wait_entry *entry = LIST_ITEM(link, struct wait_entry, link);

        if (await_of(entry)->process_instance_key == process_instance_key) {
            found = entry;
            break;
        }
    }
    if (found != NULL) {
        drop(waits, found);
    }
    pthread_mutex_unlock(&waits->lock);
    return found;
}

void waits_instance_ended(struct node *node, uint64_t process_instance_key)
{
    struct wait_entry *entry;

    while ((entry = take_await(&node->waits, process_instance_key)) != NULL) {
        finish(node, entry, STATUS_OK);
    }
}

static bool instance_is_active(struct node *node, uint64_t key)
{
    struct readmodel_document document;
    struct readmodel_read read;
    struct arena arena;
    bool active = false;
    enum status st;

    arena_init(&arena, WAIT_DOCUMENT_BYTES);
    st = readmodel_begin_read(node->readmodel, &read);
    if (st == STATUS_OK) {
        st = readmodel_get(&read, READMODEL_PROCESS_INSTANCE, key, &arena, &document);
        active = st == STATUS_OK &&
                 slice_is(readmodel_document_text(&document, FIELD_INSTANCE_STATE), "ACTIVE");
        readmodel_end_read(&read);
    }
    arena_deinit(&arena);
    if (st != STATUS_OK && st != STATUS_NOT_FOUND) {
        node_fault(node, st, "an awaited instance could not be looked up");
    }
    return active;
}

void waits_look(struct node *node)
{
    struct wait_entry *entry;

    while ((entry = next_fresh(&node->waits)) != NULL) {
        uint64_t key = await_of(entry)->process_instance_key;

        if (!instance_is_active(node, key)) {
            waits_instance_ended(node, key);
        }
    }
}

/* Move every fence that waits for no more than this to `out`, dropped. */
static void take_reached(struct waits *waits, uint64_t index, struct list *out)
{
    struct list *indexes = &waits->indexes;

    pthread_mutex_lock(&waits->lock);
    LIST_EACH_SAFE(indexes, link)
    {
        struct wait_entry *entry = LIST_ITEM(link, struct wait_entry, link);

        if (fence_of(entry)->min_index <= index) {
            drop(waits, entry);
            list_push_back(out, link);
        }
    }
    pthread_mutex_unlock(&waits->lock);
}

void waits_index_applied(struct node *node, uint64_t index)
{
    struct list_node *link;
    struct list reached;

    list_init(&reached);
    take_reached(&node->waits, index, &reached);
    while ((link = list_pop_front(&reached)) != NULL) {
        finish(node, LIST_ITEM(link, struct wait_entry, link), STATUS_OK);
    }
}

bool waits_fences_wait(struct waits *waits)
{
    bool wait;

    pthread_mutex_lock(&waits->lock);
    wait = !list_is_empty(&waits->unasked);
    pthread_mutex_unlock(&waits->lock);
    return wait;
}

static void move_all(struct waits *waits, struct list *to, struct list *from)
{
    pthread_mutex_lock(&waits->lock);
    list_append(to, from);
    pthread_mutex_unlock(&waits->lock);
}

void waits_fences_asked(struct waits *waits)
{
    move_all(waits, &waits->asked, &waits->unasked);
}

void waits_fences_again(struct waits *waits)
{
    move_all(waits, &waits->unasked, &waits->asked);
}

void waits_fences_known(struct waits *waits, uint64_t index)
{
    struct list *asked = &waits->asked;

    pthread_mutex_lock(&waits->lock);
    LIST_EACH(asked, link)
    {
        fence_of(LIST_ITEM(link, struct wait_entry, link))->min_index = index;
    }
    list_append(&waits->indexes, asked);
    pthread_mutex_unlock(&waits->lock);
}

void waits_look_again(struct waits *waits)
{
    pthread_mutex_lock(&waits->lock);
    for (size_t i = 0; i < WAIT_BUCKETS; i++) {
        list_append(&waits->fresh, &waits->instances[i]);
    }
    pthread_mutex_unlock(&waits->lock);
}

static struct wait_entry *take_expired(struct waits *waits, int64_t now_ms, int64_t *next_ms)
{
    struct wait_entry *entry = NULL;
    struct deadline *first;

    pthread_mutex_lock(&waits->lock);
    first = deadlines_first(&waits->deadlines);
    *next_ms = first == NULL ? INT64_MAX : first->at_ms;
    if (first != NULL && first->at_ms <= now_ms) {
        entry = LIST_ITEM(first, struct wait_entry, deadline);
        drop(waits, entry);
    }
    pthread_mutex_unlock(&waits->lock);
    return entry;
}

int64_t waits_expire(struct node *node, int64_t now_ms)
{
    struct wait_entry *entry;
    int64_t next_ms;

    while ((entry = take_expired(&node->waits, now_ms, &next_ms)) != NULL) {
        finish(node, entry, STATUS_DEADLINE_EXCEEDED);
    }
    return next_ms;
}

void waits_release(struct node *node)
{
    struct wait_entry *entry;
    int64_t next_ms;

    while ((entry = take_expired(&node->waits, INT64_MAX, &next_ms)) != NULL) {
        finish(node, entry, STATUS_UNAVAILABLE);
    }
}
