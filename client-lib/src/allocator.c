/* The program's memory functions. */
#include "base/memory.h"
#include "client_int.h"

void baton_set_allocator(const baton_allocator *allocator)
{
    struct memory_functions functions;

    if (allocator == NULL) {
        memory_use(NULL);
        return;
    }
    functions = (struct memory_functions){
        .resize = allocator->resize, .release = allocator->release, .ctx = allocator->ctx};
    memory_use(&functions);
}
