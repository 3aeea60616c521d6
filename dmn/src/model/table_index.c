/* Which rules of a decision table can match an input, for tables whose cells are constants: found
 * by search instead of a walk over all rules. The column with the most constants is indexed; a rule
 * whose cell there is anything else is always a candidate. */
#include "base/sort.h"
#include "model/node.h"
#include "syntax/ast.h"

enum {
    RULES_MIN = 8 /* below, the walk is as good */
};

struct building {
    struct arena *arena;
    const struct dmn_node *table;
    uint32_t inputs;
    uint32_t first_rule;
    uint32_t rules;
};

static const struct dmn_node *cell_of(const struct building *b, uint32_t rule, uint32_t column)
{
    return b->table->children[b->first_rule + rule]->children[column];
}

/* How many constants the cell consists of; 0: it is something else. */
static uint32_t constants_of(const struct dmn_node *cell)
{
    const struct feel_node *tests = cell->parsed == NULL ? NULL : cell->parsed->root;

    if (tests == NULL || tests->kind != NODE_UNARY_TESTS || tests->negated) {
        return 0;
    }
    for (uint32_t i = 0; i < tests->child_count; i++) {
        const struct feel_node *test = tests->children[i];

        if (test->kind != NODE_LITERAL ||
            (test->literal.type != FEEL_STRING && test->literal.type != FEEL_NUMBER)) {
            return 0;
        }
    }
    return tests->child_count;
}

int dmn_constant_order(const struct feel_value *a, const struct feel_value *b)
{
    if (a->type != b->type) {
        return a->type < b->type ? -1 : 1;
    }
    return a->type == FEEL_STRING ? slice_compare(a->string, b->string)
                                  : decimal_compare(a->number, b->number);
}

static int compare_entries(const void *a, const void *b, void *ctx)
{
    const struct dmn_index_entry *left = a;
    const struct dmn_index_entry *right = b;

    (void)ctx;
    return dmn_constant_order(&left->constant, &right->constant);
}

static void count_column(const struct building *b, uint32_t column, uint32_t *constants,
                         uint32_t *others)
{
    *constants = 0;
    *others = 0;
    for (uint32_t i = 0; i < b->rules; i++) {
        uint32_t count = constants_of(cell_of(b, i, column));

        *constants += count;
        *others += count == 0;
    }
}

static void fill(const struct building *b, struct dmn_table_index *index)
{
    for (uint32_t i = 0; i < b->rules; i++) {
        const struct dmn_node *cell = cell_of(b, i, index->column);
        uint32_t count = constants_of(cell);

        if (count == 0) {
            index->others[index->other_count++] = i;
        }
        for (uint32_t j = 0; j < count; j++) {
            index->entries[index->entry_count++] =
                (struct dmn_index_entry){cell->parsed->root->children[j]->literal, i};
        }
    }
}

static bool index_make(const struct building *b, uint32_t column, uint32_t constants,
                       uint32_t others, const struct dmn_table_index **out)
{
    struct dmn_table_index *index = ARENA_NEW(b->arena, struct dmn_table_index);
    struct dmn_index_entry *scratch = ARENA_ARRAY(b->arena, struct dmn_index_entry, constants);

    if (index == NULL || scratch == NULL) {
        return false;
    }
    index->column = column;
    index->entries = ARENA_ARRAY(b->arena, struct dmn_index_entry, constants);
    index->others = ARENA_ARRAY(b->arena, uint32_t, others + 1);
    if (index->entries == NULL || index->others == NULL) {
        return false;
    }
    fill(b, index);
    sort_stable(index->entries, index->entry_count, sizeof(*scratch), compare_entries, NULL,
                scratch);
    *out = index;
    return true;
}

/* A table without a column of which at least half are constants has no index. */
static bool table_index(struct arena *arena, struct dmn_node *table)
{
    struct building b = {.arena = arena, .table = table};
    uint32_t best = UINT32_MAX;
    uint32_t best_constants = 0;
    uint32_t best_others = UINT32_MAX;

    b.inputs = dmn_children_of(table, 0, DMN_INPUT_CLAUSE);
    b.first_rule = b.inputs + dmn_children_of(table, b.inputs, DMN_OUTPUT_CLAUSE);
    b.rules = table->child_count - b.first_rule;
    for (uint32_t i = 0; b.rules >= RULES_MIN && i < b.inputs; i++) {
        uint32_t constants;
        uint32_t others;

        count_column(&b, i, &constants, &others);
        if (others < best_others && others <= b.rules / 2) {
            best = i;
            best_constants = constants;
            best_others = others;
        }
    }
    return best == UINT32_MAX ||
           index_make(&b, best, best_constants, best_others, &table->table_index);
}

bool dmn_tables_index(struct arena *arena, struct dmn_node *node)
{
    if (node->kind == DMN_TABLE && !table_index(arena, node)) {
        return false;
    }
    for (uint32_t i = 0; i < node->child_count; i++) {
        if (!dmn_tables_index(arena, node->children[i])) {
            return false;
        }
    }
    return true;
}
