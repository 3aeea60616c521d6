/* for, some, every, and function definitions: what brings names of its own. */
#include "syntax/parser_int.h"

static bool bind_name(struct parser *p, struct slice name)
{
    if (!feel_names_bind(&p->names, name)) {
        parser_fail_memory(p);
        return false;
    }
    return true;
}

static const struct feel_node *parse_domain(struct parser *p)
{
    const struct feel_node *start = parse_expression(p);
    uint32_t offset = p->token.start;

    if (start == NULL || !parser_take(p, TOKEN_DOTS)) {
        return start;
    }
    return node_make_of(p, NODE_DOMAIN, offset, start, parse_additive(p), NULL);
}

static bool parse_iterator(struct parser *p, struct node_list *children, struct slice_list *names)
{
    struct slice name = parse_iteration_variable(p);

    if (name.data == NULL || !parser_expect_word(p, "in") ||
        !node_list_push(p, children, parse_domain(p)) || !slice_list_push(p, names, name)) {
        return false;
    }
    return bind_name(p, name);
}

const struct feel_node *parse_iteration(struct parser *p, enum feel_node_kind kind)
{
    uint32_t offset = p->token.start;
    uint32_t mark = p->names.count;
    struct node_list children = {0};
    struct slice_list names = {0};
    struct feel_node *node;

    parser_advance(p);
    do {
        if (!parse_iterator(p, &children, &names)) {
            return NULL;
        }
    } while (parser_take(p, TOKEN_COMMA));
    if (!parser_expect_word(p, kind == NODE_FOR ? "return" : "satisfies")) {
        return NULL;
    }
    if (kind == NODE_FOR && !bind_name(p, SLICE("partial"))) {
        return NULL;
    }
    if (!node_list_push(p, &children, parse_expression(p))) {
        return NULL;
    }
    feel_names_leave(&p->names, mark);
    node = node_make(p, kind, offset, &children);
    if (node != NULL) {
        node->names = names.items;
        node->name_count = names.count;
    }
    return node;
}

/* --- functions --- */

struct parameter_list {
    struct slice_list names;
    const struct feel_spec **types;
    uint32_t capacity;
};

static bool parameter_push(struct parser *p, struct parameter_list *list, struct slice name,
                           const struct feel_spec *type)
{
    if (list->names.count == list->capacity) {
        uint32_t capacity = list->capacity == 0 ? 4 : list->capacity * 2;
        const struct feel_spec **types = ARENA_ARRAY(p->arena, const struct feel_spec *, capacity);

        if (types == NULL) {
            parser_fail_memory(p);
            return false;
        }
        for (uint32_t i = 0; i < list->names.count; i++) {
            types[i] = list->types[i];
        }
        list->types = types;
        list->capacity = capacity;
    }
    list->types[list->names.count] = type;
    return slice_list_push(p, &list->names, name);
}

static bool parse_parameters(struct parser *p, struct parameter_list *list)
{
    if (parser_take(p, TOKEN_RIGHT_PAREN)) {
        return true;
    }
    do {
        struct slice name = parse_parameter(p);
        const struct feel_spec *type = NULL;

        if (name.data == NULL) {
            return false;
        }
        if (parser_take(p, TOKEN_COLON)) {
            type = parse_type(p);
            if (type == NULL) {
                return false;
            }
        }
        if (!parameter_push(p, list, name, type) || !bind_name(p, name)) {
            return false;
        }
    } while (parser_take(p, TOKEN_COMMA));
    return parser_expect(p, TOKEN_RIGHT_PAREN, ")");
}

const struct feel_node *parse_function(struct parser *p)
{
    uint32_t offset = p->token.start;
    uint32_t mark = p->names.count;
    struct parameter_list parameters = {0};
    struct node_list body = {0};
    struct feel_node *node;
    bool external;

    parser_advance(p);
    parser_advance(p);
    if (!parse_parameters(p, &parameters)) {
        return NULL;
    }
    external = parser_take_word(p, "external");
    if (!node_list_push(p, &body, parse_expression(p))) {
        return NULL;
    }
    feel_names_leave(&p->names, mark);
    /* What an external function refers to (Java, PMML) can never run here. */
    node = node_make(p, NODE_FUNCTION, offset, external ? &(struct node_list){0} : &body);
    if (node != NULL) {
        node->names = parameters.names.items;
        node->types = parameters.types;
        node->name_count = parameters.names.count;
    }
    return node;
}
