/* Which directories are open in this process. Opening one twice would break LMDB's file locks
 * (closing either drops the locks of both), so it ends the process. */
#include <pthread.h>
#include <sys/stat.h>

#include "base/assert.h"
#include "store_int.h"

static pthread_mutex_t registry_lock = PTHREAD_MUTEX_INITIALIZER;
static struct store *open_stores;

static const struct store *find_open(dev_t device, ino_t inode)
{
    for (const struct store *store = open_stores; store != NULL; store = store->next) {
        if (store->device == device && store->inode == inode) {
            return store;
        }
    }
    return NULL;
}

enum status store_register(struct store *store, const char *directory)
{
    struct stat info;

    if (stat(directory, &info) != 0) {
        return STATUS_IO;
    }
    pthread_mutex_lock(&registry_lock);
    ASSERT(find_open(info.st_dev, info.st_ino) == NULL);
    store->device = info.st_dev;
    store->inode = info.st_ino;
    store->next = open_stores;
    open_stores = store;
    pthread_mutex_unlock(&registry_lock);
    return STATUS_OK;
}

void store_unregister(struct store *store)
{
    struct store **link = &open_stores;

    pthread_mutex_lock(&registry_lock);
    while (*link != NULL && *link != store) {
        link = &(*link)->next;
    }
    ASSERT(*link == store);
    *link = store->next;
    pthread_mutex_unlock(&registry_lock);
}

bool store_is_open(const char *directory)
{
    struct stat info;
    bool found;

    if (stat(directory, &info) != 0) {
        return false;
    }
    pthread_mutex_lock(&registry_lock);
    found = find_open(info.st_dev, info.st_ino) != NULL;
    pthread_mutex_unlock(&registry_lock);
    return found;
}
