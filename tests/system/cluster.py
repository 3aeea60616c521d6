#!/usr/bin/env python3
"""Three Baton nodes on this machine, with certificates of their own and, when asked for, a proxy before each peer port.

    ./dev cluster                           three nodes until Ctrl-C
    ./dev cluster --drill [...]             tests/system/drill.py
"""
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

from server import BINARY, PATIENCE_SECONDS, ROOT, Port, Server, check, until


def socket_inodes(pid):
    inodes = set()
    for fd in os.listdir(f'/proc/{pid}/fd'):
        try:
            target = os.readlink(f'/proc/{pid}/fd/{fd}')
        except OSError:
            continue
        if target.startswith('socket:['):
            inodes.add(target[8:-1])
    return inodes


def inode_of_port(port):
    """Of the connection that was made from this local port."""
    with open('/proc/net/tcp', encoding='ascii') as f:
        for line in f.readlines()[1:]:
            words = line.split()
            if int(words[1].split(':')[1], 16) == port:
                return words[9]
    return None


class Proxy:
    """Stands before one node's peer port. Who calls is told by the process that owns the other end."""

    def __init__(self, cluster, target, port, to_port):
        self.cluster, self.target, self.to_port = cluster, target, to_port
        self.listener = socket.create_server(('127.0.0.1', port), backlog=64)
        self.lock = threading.Lock()
        self.pairs = []          # (caller's name, its socket, our socket to the target)
        threading.Thread(target=self._accept, daemon=True).start()

    def _caller(self, port):
        inode = inode_of_port(port)
        for node in self.cluster.nodes:
            try:
                if node.process is not None and inode in socket_inodes(node.process.pid):
                    return node.name
            except OSError:
                pass
        return None

    def _accept(self):
        while True:
            try:
                caller, (_, port) = self.listener.accept()
            except OSError:
                return
            name = self._caller(port)
            if self.cluster.is_cut(name, self.target):
                caller.close()
                continue
            try:
                inner = socket.create_connection(('127.0.0.1', self.to_port))
            except OSError:
                caller.close()
                continue
            for end in (caller, inner):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self.lock:
                self.pairs.append((name, caller, inner))
            for source, sink in ((caller, inner), (inner, caller)):
                threading.Thread(target=self._pump, args=(name, source, sink), daemon=True).start()

    def _pump(self, name, source, sink):
        try:
            while True:
                data = source.recv(1 << 16)
                if not data:
                    break
                while self.cluster.is_silent(name, self.target):
                    time.sleep(0.02)          # nothing passes, and nobody is told
                sink.sendall(data)
        except OSError:
            pass
        for end in (source, sink):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def drop(self, name):
        with self.lock:
            gone = [p for p in self.pairs if p[0] == name]
            self.pairs = [p for p in self.pairs if p[0] != name]
        for _, caller, inner in gone:
            for end in (caller, inner):
                try:
                    end.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass

    def close(self):
        self.listener.close()


class Node(Server):
    def __init__(self, cluster, name):
        super().__init__(os.path.join(cluster.directory, name))
        self.cluster, self.name = cluster, name
        self.log_path = os.path.join(cluster.directory, name + '.log')
        self.own_peer_port = Port()
        self.peer_port = self.own_peer_port.number
        self.own_proxy_port = Port() if cluster.has_proxies else None
        self.founds = False

    def command(self):
        certs = os.path.join(self.cluster.directory, 'certs')
        out = [BINARY, 'serve', '--data', self.directory, '--port', str(self.port), '--name', self.name,
               '--peer-listen', f'127.0.0.1:{self.peer_port}', '--peer-ca', os.path.join(certs, 'ca.pem'),
               '--peer-certificate', os.path.join(certs, f'{self.name}.pem'),
               '--peer-key', os.path.join(certs, f'{self.name}-key.pem'), *self.arguments]
        if self.own_proxy_port is not None:
            out += ['--peer-address', f'127.0.0.1:{self.own_proxy_port.number}']
        if self.founds:
            out.append('--bootstrap')
        elif self is not self.cluster.nodes[0]:
            out += ['--join', ','.join(f'http://127.0.0.1:{n.port}' for n in self.cluster.nodes if n is not self)]
        return out

    def view(self):
        return self.request('GET', '/baton/v1/cluster', timeout=5)[1]

    def release(self):
        for port in (self.own_port, self.own_peer_port, self.own_proxy_port):
            if port is not None:
                port.release()


class Cluster:
    """with Cluster() as cluster: cluster.nodes[0].post(...)"""

    def __init__(self, size=3, proxies=False, directory=None, arguments=()):
        self.has_proxies = proxies
        self.own_directory = directory is None
        self.directory = directory or tempfile.mkdtemp(prefix='baton-cluster-')
        self.cuts, self.silent = set(), set()      # (from, to)
        self.nodes = []
        for i in range(size):
            self.nodes.append(Node(self, f'n{i + 1}'))
            self.nodes[-1].arguments = list(arguments)
        self.proxies = {n.name: Proxy(self, n.name, n.own_proxy_port.number, n.peer_port)
                        for n in self.nodes} if proxies else {}

    def make_certificates(self):
        certs = os.path.join(self.directory, 'certs')
        subprocess.run([BINARY, 'certs', 'init', certs], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        subprocess.run([BINARY, 'certs', 'node', certs, *(n.name for n in self.nodes)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def start(self):
        self.make_certificates()
        first = self.nodes[0]
        first.founds = True
        first.start()
        first.founds = False
        for node in self.nodes[1:]:
            node.start(wait=False)
        for node in self.nodes:
            node.wait_ready()
        until(lambda: self.voters() == len(self.nodes), 'all nodes vote')
        return self

    def voters(self):
        leader = self.leader()
        return 0 if leader is None else sum(m['role'] != 'LEARNER' for m in leader.view()['members'])

    def leader(self):
        """The node that says that it leads, or None."""
        for node in self.nodes:
            if node.process is None:
                continue
            try:
                view = node.view()
                if view['leaderId'] == view['serverId'] and view['ready']:
                    return node
            except (OSError, ValueError, TypeError, KeyError):
                pass
        return None

    def wait_leader(self):
        found = []
        until(lambda: found.append(self.leader()) or found[-1] is not None, 'somebody leads')
        return found[-1]

    # --- links ---

    def is_cut(self, name, target):
        return (name, target) in self.cuts

    def is_silent(self, name, target):
        return (name, target) in self.silent

    def cut(self, name, target, silent=False):
        """Nothing goes from the one to the other; silent: without a word to either."""
        (self.silent if silent else self.cuts).add((name, target))
        if not silent:
            self.proxies[target].drop(name)

    def heal(self):
        silent, self.silent = self.silent, set()
        self.cuts = set()
        for name, target in silent:
            self.proxies[target].drop(name)

    # --- the end ---

    def converge(self, seconds=30):
        """Until all have applied the same, and nothing moves any more."""
        def same():
            try:
                seen = {n.view()['appliedIndex'] for n in self.nodes}
                time.sleep(0.2)
                return len(seen) == 1 and seen == {n.view()['appliedIndex'] for n in self.nodes}
            except (OSError, ValueError, TypeError, KeyError):
                return False
        until(same, 'all nodes have applied the same', seconds)

    def digests(self):
        """All nodes are killed at one index; what their stores hold, and whether they are sound."""
        for node in self.nodes:
            node.process.kill()
        out = []
        for node in self.nodes:
            node.process.wait()
            node.process = None
            code, text = node.check()
            check(code == 0, text)
            out.append(tuple(line.split()[-1] for line in text.splitlines() if ' digest ' in line))
        return out

    def __enter__(self):
        try:
            return self.start()
        except BaseException:
            self.close(failed=True)
            raise

    def __exit__(self, kind, *_):
        self.close(kind is not None)

    def close(self, failed=False):
        for node in self.nodes:
            if node.process is not None and node.process.poll() is None:
                if failed:
                    node.process.kill()
                else:
                    node.process.send_signal(signal.SIGTERM)
        for node in self.nodes:
            if node.process is not None:
                node.process.wait(timeout=PATIENCE_SECONDS)
            node.release()
        for proxy in self.proxies.values():
            proxy.close()
        if self.own_directory and not failed:
            shutil.rmtree(self.directory, ignore_errors=True)
        elif failed:
            print(f'logs and data are in {self.directory}', file=sys.stderr)


def main():
    folder = os.path.join(ROOT, 'build')
    os.makedirs(folder, exist_ok=True)
    directory = tempfile.mkdtemp(prefix='cluster-', dir=folder)
    try:
        with Cluster(directory=directory) as cluster:
            addresses = ','.join(f'127.0.0.1:{n.port}' for n in cluster.nodes)
            subprocess.run([BINARY, 'cluster', 'status', '--address', addresses], check=False)
            print(f'\nData, logs and certificates: {directory}\n'
                  f'Use it:    export BATON_ADDRESS={addresses}\n'
                  f'           {os.path.relpath(BINARY, ROOT)} cluster status\n'
                  'End it:    Ctrl-C', flush=True)
            signal.pause()
    except KeyboardInterrupt:
        pass
    finally:
        shutil.rmtree(directory, ignore_errors=True)


if __name__ == '__main__':
    main()
