#!/usr/bin/env python3
"""libbaton as a package: installed into a prefix, the prefix moved, found by pkg-config and by CMake.

A small program is built both ways and run; where there is a C++ compiler the header is compiled as C++ too.
"""
import argparse
import os
import shlex
import shutil
import subprocess
import sys
import tempfile

PROGRAM = r'''
#include <baton/client.h>
#include <stdio.h>
#include <string.h>

int main(void)
{
    baton_config config = {.address = "127.0.0.1:1", .timeout_ms = 20};
    baton_response response = {0};
    baton_client *client;
    baton_result result;

    if (baton_client_new(&config, &client) != BATON_OK) {
        return 1;
    }
    result = baton_get_topology(client, &response);
    baton_response_clear(&response);
    baton_client_free(client);
    puts(baton_version());
    return result == BATON_UNREACHABLE && strcmp(baton_version(), BATON_VERSION_TEXT) == 0 ? 0 : 1;
}
'''

CPP = '#include <baton/client.h>\nint main() { return baton_version()[0] == 0; }\n'

LISTS = '''cmake_minimum_required(VERSION 3.16)
project(user LANGUAGES C)
find_package(baton {version} REQUIRED)
add_executable(user user.c)
target_link_libraries(user PRIVATE baton::baton)
'''


def run(command, **more):
    done = subprocess.run(command, capture_output=True, text=True, **more)
    if done.returncode != 0:
        sys.exit(f'{shlex.join(command)}: {done.returncode}\n{done.stdout}{done.stderr}')
    return done.stdout.strip()


def find(directory, name):
    for folder, _, files in os.walk(directory):
        if name in files:
            return folder
    sys.exit(f'{name} was not installed')


def main():
    parser = argparse.ArgumentParser()
    for name in ('build', 'cmake', 'compiler', 'flags', 'version'):
        parser.add_argument('--' + name, required=True)
    options = parser.parse_args()
    flags = shlex.split(options.flags)
    with tempfile.TemporaryDirectory(prefix='baton-package-') as directory:
        first = os.path.join(directory, 'first')
        prefix = os.path.join(directory, 'a place', 'prefix')
        run([options.cmake, '--install', options.build, '--component', 'libbaton', '--prefix', first])
        os.makedirs(os.path.dirname(prefix))
        os.rename(first, prefix)
        source = os.path.join(directory, 'user.c')
        with open(source, 'w', encoding='utf-8') as f:
            f.write(PROGRAM)
        libraries = find(prefix, 'libbaton.so')
        environment = dict(os.environ, LD_LIBRARY_PATH=libraries, ASAN_OPTIONS='detect_leaks=0',
                           PKG_CONFIG_PATH=find(prefix, 'baton.pc'))

        if shutil.which('pkg-config'):
            found = shlex.split(run(['pkg-config', '--cflags', '--libs', 'baton'], env=environment))
            program = os.path.join(directory, 'by-pkg-config')
            run([options.compiler, '-std=c99', '-Wall', '-Wextra', '-Werror', *flags, source, '-o', program, *found])
            assert run([program], env=environment) == options.version
            assert run(['pkg-config', '--modversion', 'baton'], env=environment) == options.version
        else:
            print('skipped: there is no pkg-config')

        user = os.path.join(directory, 'user')
        os.mkdir(user)
        shutil.copy(source, user)
        with open(os.path.join(user, 'CMakeLists.txt'), 'w', encoding='utf-8') as f:
            f.write(LISTS.format(version=options.version))
        build = os.path.join(user, 'build')
        run([options.cmake, '-G', 'Ninja', '-S', user, '-B', build, f'-DCMAKE_PREFIX_PATH={prefix}',
             f'-DCMAKE_C_COMPILER={options.compiler}', f'-DCMAKE_C_FLAGS={shlex.join(flags)}'])
        run([options.cmake, '--build', build])
        assert run([os.path.join(build, 'user')], env=environment) == options.version

        if shutil.which('c++'):
            with open(os.path.join(directory, 'user.cpp'), 'w', encoding='utf-8') as f:
                f.write(CPP)
            run(['c++', '-fsyntax-only', '-Wall', '-Wextra', '-Werror', f'-I{prefix}/include',
                 os.path.join(directory, 'user.cpp')])
        print(f'baton {options.version} by pkg-config and by CMake')


if __name__ == '__main__':
    main()
