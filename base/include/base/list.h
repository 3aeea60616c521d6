/* A doubly linked list whose nodes lie inside the things it links.
 *
 *     struct waiter { ...; struct list_node link; };
 *     LIST_EACH(&list, node) { struct waiter *w = LIST_ITEM(node, struct waiter, link); ... }
 *
 * A node is in one list or in none; list_node_init says none. The list owns nothing. */
#ifndef BASE_LIST_H
#define BASE_LIST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/assert.h"

struct list_node {
    struct list_node *next; /* NULL while in no list */
    struct list_node *previous;
};

struct list {
    struct list_node head; /* a ring through the head: empty when it points to itself */
};

#define LIST_ITEM(node, type, member) ((type *)(void *)((char *)(node)-offsetof(type, member)))

/* The body must not remove the node; LIST_EACH_SAFE allows it. */
#define LIST_EACH(list, node)                                                                      \
    for (struct list_node *node = (list)->head.next; node != &(list)->head; node = node->next)

#define LIST_EACH_SAFE(list, node)                                                                 \
    for (struct list_node *node = (list)->head.next, *node##_next = node->next;                    \
         node != &(list)->head; node = node##_next, node##_next = node->next)

static inline void list_init(struct list *list)
{
    list->head.next = &list->head;
    list->head.previous = &list->head;
}

static inline void list_node_init(struct list_node *node)
{
    node->next = NULL;
    node->previous = NULL;
}

static inline bool list_node_is_linked(const struct list_node *node)
{
    return node->next != NULL;
}

static inline bool list_is_empty(const struct list *list)
{
    return list->head.next == &list->head;
}

/* The node must be in no list and initialised. */
static inline void list_insert_before(struct list_node *place, struct list_node *node)
{
    ASSERT(!list_node_is_linked(node));
    node->next = place;
    node->previous = place->previous;
    place->previous->next = node;
    place->previous = node;
}

static inline void list_push_back(struct list *list, struct list_node *node)
{
    list_insert_before(&list->head, node);
}

static inline void list_push_front(struct list *list, struct list_node *node)
{
    list_insert_before(list->head.next, node);
}

/* The node must be in a list. */
static inline void list_remove(struct list_node *node)
{
    ASSERT(list_node_is_linked(node));
    node->previous->next = node->next;
    node->next->previous = node->previous;
    list_node_init(node);
}

/* The first node, or NULL. */
static inline struct list_node *list_first(const struct list *list)
{
    return list_is_empty(list) ? NULL : list->head.next;
}

/* Remove and return the first node, or NULL. */
static inline struct list_node *list_pop_front(struct list *list)
{
    struct list_node *node = list_first(list);

    if (node != NULL) {
        list_remove(node);
    }
    return node;
}

/* Everything of `from` to the end of `to`; `from` is empty after. */
static inline void list_append(struct list *to, struct list *from)
{
    if (list_is_empty(from)) {
        return;
    }
    from->head.next->previous = to->head.previous;
    to->head.previous->next = from->head.next;
    from->head.previous->next = &to->head;
    to->head.previous = from->head.previous;
    list_init(from);
}

#endif
