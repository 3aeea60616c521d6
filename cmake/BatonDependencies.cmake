# Third-party libraries, all packaged in Debian 12 (docs/dependencies.md). Each becomes an imported target
# with SYSTEM includes; what computes anything that reaches replicated state is linked statically.

find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)

# baton_library(NAME n HEADER h ARCHIVE a): the imported target dep_<n> for a header and one library file.
function(baton_library)
    cmake_parse_arguments(ARG "" "NAME;HEADER;PACKAGE" "LIBRARY;SUFFIXES" ${ARGN})
    find_path(dep_${ARG_NAME}_include ${ARG_HEADER} PATH_SUFFIXES ${ARG_SUFFIXES})
    find_library(dep_${ARG_NAME}_file NAMES ${ARG_LIBRARY})
    if(NOT dep_${ARG_NAME}_include OR NOT dep_${ARG_NAME}_file)
        message(FATAL_ERROR "${ARG_HEADER} or ${ARG_LIBRARY} is missing: run ./dev setup "
                            "(Debian package ${ARG_PACKAGE})")
    endif()
    add_library(dep_${ARG_NAME} INTERFACE IMPORTED GLOBAL)
    target_include_directories(dep_${ARG_NAME} SYSTEM INTERFACE ${dep_${ARG_NAME}_include})
    target_link_libraries(dep_${ARG_NAME} INTERFACE ${dep_${ARG_NAME}_file})
endfunction()

baton_library(NAME decimal HEADER bid_functions.h LIBRARY libbidgcc000.a PACKAGE libintelrdfpmath-dev SUFFIXES intelrdfpmath)
baton_library(NAME xxhash HEADER xxhash.h LIBRARY libxxhash.a PACKAGE libxxhash-dev)
baton_library(NAME msgpack HEADER msgpack.h LIBRARY libmsgpackc.a PACKAGE libmsgpack-dev)
baton_library(NAME yajl HEADER yajl/yajl_parse.h LIBRARY libyajl_s.a PACKAGE libyajl-dev)
baton_library(NAME utf8proc HEADER utf8proc.h LIBRARY libutf8proc.a PACKAGE libutf8proc-dev)
baton_library(NAME lmdb HEADER lmdb.h LIBRARY liblmdb.a PACKAGE liblmdb-dev)
baton_library(NAME xml2 HEADER libxml/parser.h LIBRARY xml2 PACKAGE libxml2-dev SUFFIXES libxml2)
baton_library(NAME uv HEADER uv.h LIBRARY uv PACKAGE libuv1-dev)
baton_library(NAME h2o HEADER h2o.h LIBRARY h2o-evloop PACKAGE libh2o-evloop-dev)
baton_library(NAME nghttp2 HEADER nghttp2/nghttp2.h LIBRARY nghttp2 PACKAGE libnghttp2-dev)
baton_library(NAME ssl HEADER openssl/ssl.h LIBRARY ssl PACKAGE libssl-dev)
baton_library(NAME crypto HEADER openssl/evp.h LIBRARY crypto PACKAGE libssl-dev)
target_link_libraries(dep_lmdb INTERFACE Threads::Threads)
target_link_libraries(dep_uv INTERFACE Threads::Threads)
target_link_libraries(dep_h2o INTERFACE dep_ssl dep_crypto Threads::Threads)
target_compile_definitions(dep_h2o INTERFACE H2O_USE_LIBUV=0)

# The rules under which raft_step is sound are bought for one version and no other (docs/replication.md).
pkg_check_modules(dep_raft_pc QUIET raft)
if(NOT dep_raft_pc_VERSION VERSION_EQUAL "0.22.1")
    message(
        FATAL_ERROR
            "Baton needs libraft exactly 0.22.1 and found '${dep_raft_pc_VERSION}'. Its guards are proven "
            "for that version only. Run ./dev setup: it installs libraft-dev 0.22.1 from Debian's "
            "bookworm-backports.")
endif()
baton_library(NAME raft HEADER raft.h LIBRARY libraft.a PACKAGE libraft-dev)
