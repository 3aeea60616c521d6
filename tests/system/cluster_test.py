#!/usr/bin/env python3
"""Three nodes as their users see them: any node takes any request, reads see what was acknowledged, nodes come and go."""
import os
import subprocess
import sys
import threading
import time

from cluster import Cluster
from server import BINARY, ROOT, check, metric, run_tests, until, wait_parked

ONE_TASK = os.path.join(ROOT, 'bench', 'models', 'one_task.bpmn')


def create(node, **more):
    return node.post('/v2/process-instances', {'processDefinitionId': 'one-task', **more})


def activate(node, wait_ms):
    return node.post('/v2/jobs/activation', {'type': 'bench-task', 'timeout': 60000, 'maxJobsToActivate': 10, 'worker': 'w',
                                             'requestTimeout': wait_ms})['jobs']


def follower(cluster):
    leader = cluster.wait_leader()
    return next(n for n in cluster.nodes if n is not leader)


def test_what_one_node_acknowledged_every_node_shows():
    with Cluster() as cluster:
        follower(cluster).deploy(ONE_TASK)
        for i in range(300):
            key = create(cluster.nodes[i % 3])['processInstanceKey']
            other = cluster.nodes[(i + 1 + i % 2) % 3]
            check(other.get(f'/v2/process-instances/{key}')['state'] == 'ACTIVE', 'get')
            found = other.post('/v2/process-instances/search', {'filter': {'processInstanceKey': key}})
            check(found['page']['totalItems'] == 1, 'search')
        cluster.converge()
        check(len(set(cluster.digests())) == 1, 'all nodes hold the same')


def test_a_poll_on_one_node_gets_the_job_made_on_another():
    with Cluster() as cluster:
        one, other = follower(cluster), cluster.wait_leader()
        one.deploy(ONE_TASK)
        got, ended = [], []
        poll = threading.Thread(target=lambda: got.extend(activate(one, 60000)))
        poll.start()
        wait_parked(one, 1)
        waiter = threading.Thread(target=lambda: ended.append(create(one, awaitCompletion=True, requestTimeout=60000)))
        waiter.start()
        poll.join()
        check(len(got) == 1, got)
        other.post(f'/v2/jobs/{got[0]["jobKey"]}/completion', {'variables': {'paid': True}})
        waiter.join()
        check(ended and ended[0]['variables'] == {'paid': True}, ended)


def test_a_long_poll_outlives_its_leader():
    with Cluster() as cluster:
        cluster.nodes[0].deploy(ONE_TASK)
        one, leader = follower(cluster), cluster.wait_leader()
        got = []
        poll = threading.Thread(target=lambda: got.extend(activate(one, 60000)))
        poll.start()
        wait_parked(one, 1)
        leader.kill()
        cluster.wait_leader()
        create(one)
        poll.join()
        check(len(got) == 1, got)
        leader.start()


def test_a_leader_that_is_stopped_hands_over():
    with Cluster() as cluster:
        cluster.nodes[0].deploy(ONE_TASK)
        leader, one = cluster.wait_leader(), follower(cluster)
        begun = time.monotonic()
        check(leader.stop() == 0, 'an orderly end')
        leader.process = None
        create(one)
        check('"handing-over"' in leader.log_tail(), 'it said so')
        check(time.monotonic() - begun < 60, 'nobody waited for long')
        leader.start()
        until(lambda: cluster.voters() == 3, 'it is back')


def test_a_node_without_its_log_comes_back_as_another_server():
    with Cluster() as cluster:
        cluster.nodes[0].deploy(ONE_TASK)
        keys = [create(cluster.nodes[0])['processInstanceKey'] for _ in range(20)]
        victim = follower(cluster)
        if victim is cluster.nodes[0]:
            victim = next(n for n in cluster.nodes if n not in (victim, cluster.leader()))
        old = victim.view()['serverId']
        victim.kill()
        segment = sorted(os.listdir(os.path.join(victim.directory, 'log')))[0]
        with open(os.path.join(victim.directory, 'log', segment), 'r+b') as f:
            f.seek(700)
            byte = f.read(1)
            f.seek(700)
            f.write(bytes([byte[0] ^ 1]))
        victim.start()
        until(lambda: victim.view()['serverId'] != old and cluster.voters() == 3 and
              old not in [m['serverId'] for m in cluster.leader().view()['members']], 'a new server in the old one\'s place')
        for key in keys:
            victim.get(f'/v2/process-instances/{key}')


def test_a_node_that_was_away_for_long_gets_a_snapshot():
    with Cluster() as cluster:
        cluster.nodes[0].deploy(ONE_TASK)
        away = follower(cluster)
        stale = create(away)['processInstanceKey']
        check(away.stop() == 0, 'an orderly end')
        away.process = None
        leader = cluster.wait_leader()
        block = {'block': 'x' * (3 << 20)}
        keys = [create(leader)['processInstanceKey'] for _ in range(20)]
        published = 0
        while metric(leader, 'baton_raft_first_index') < 40:
            # on the log, and nowhere else: nobody waits for it
            leader.post('/v2/messages/publication', {'name': 'm', 'correlationKey': 'c', 'timeToLive': 0, 'variables': block})
            published += 1
            check(published < 400, 'the log is trimmed')
        away.start()
        for key in keys[:5] + keys[-5:] + [stale]:
            check(away.get(f'/v2/process-instances/{key}')['state'] == 'ACTIVE', 'it has what it missed')
        check('"snapshot-installed"' in away.log_tail(), 'by a snapshot')
        check(len(activate(away, 1000)) == 10, 'and serves')
        cluster.converge()
        check(len(set(cluster.digests())) == 1, 'all nodes hold the same')


def test_the_cluster_is_told_from_any_node_and_led_by_whom_one_wants():
    with Cluster() as cluster:
        one = follower(cluster)
        topology = one.get('/v2/topology')
        check(topology['clusterSize'] == 3 and len(topology['brokers']) == 3, topology)
        done = subprocess.run([BINARY, 'cluster', 'transfer-leader', one.name, '--address', f'127.0.0.1:{one.port}'],
                              capture_output=True, text=True)
        check(done.returncode == 0, done.stderr)
        until(lambda: cluster.leader() is one, 'it leads')
        status = one.request('DELETE', f'/baton/v1/cluster/members/{cluster.nodes[0].view()["serverId"]}')
        check(status[0] == 409, status)
        check(one.request('DELETE', '/baton/v1/cluster/members/123')[0] == 200, 'who is not there is gone')


def test_without_a_majority_nothing_is_served_and_nothing_hangs():
    with Cluster() as cluster:
        cluster.nodes[0].deploy(ONE_TASK)
        key = create(cluster.nodes[0])['processInstanceKey']
        alone, others = cluster.nodes[0], cluster.nodes[1:]
        for node in others:
            node.kill()
        until(lambda: alone.request('GET', '/readyz')[0] == 503, 'not ready')
        check(alone.request('POST', '/v2/process-instances', {'processDefinitionId': 'one-task'})[0] == 503, 'no write')
        check(alone.request('GET', f'/v2/process-instances/{key}')[0] in (503, 504), 'no read')
        check(alone.request('GET', f'/v2/process-instances/{key}?consistency=local')[0] == 200, 'unless a local one')
        for node in others:
            node.start(wait=False)
        for node in cluster.nodes:
            node.wait_ready()
        check(alone.get(f'/v2/process-instances/{key}')['state'] == 'ACTIVE', 'served again')


if __name__ == '__main__':
    sys.exit(run_tests(globals()))
