#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Telar developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The times that a run reports, compared with a stopwatch around the program; and its memory.

Usage: test-stopwatch.py PROGRAM. Prints TAP. The stopwatch is what time(1) is: a clock that runs on,
and the usage that wait4() reports of a process and of those that it waited for. time(1) itself
rounds to hundredths of a second, which is half of what is to be found out.
"""

import json
import os
import statistics
import subprocess
import sys
import time
import traceback

PROGRAM = os.path.abspath(sys.argv[1])
STRATEGIES = ['sequential', 'threads', 'async', 'processes']
# What the reported times may lack, in seconds: the rest of the program has to start and to print.
WALL_LIMIT = 0.06
CPU_LIMIT = 0.02
CPU_LIMIT_SHARE = 0.1
# Nothing that is reported may be more than what the stopwatch shows.
RESOLUTION = 0.001
SAMPLES = 3
# Other work on the computer gets in between: what misses a limit is measured again.
ATTEMPTS = 4
IS_SANITIZED = 'ASAN_OPTIONS' in os.environ


class Times:
    """Of one execution of “telar run”, in seconds."""

    def __init__(self, arguments):
        environment = {**os.environ, 'LC_ALL': 'C.UTF-8', 'LSAN_OPTIONS': 'detect_leaks=0'}
        start = time.monotonic()
        with subprocess.Popen([PROGRAM, 'run', '--format=json', *arguments], env=environment,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as process:
            output = process.stdout.read()
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        self.wall = time.monotonic() - start
        self.cpu = usage.ru_utime + usage.ru_stime
        assert process.returncode == 0, f'exit status {process.returncode}: {arguments}'

        run = json.loads(output)
        assert run['complete'] and all(task['status'] == 'succeeded' for task in run['tasks'])
        self.reported_wall = run['wall_s']
        self.reported_cpu = run['cpu_user_s'] + run['cpu_system_s']
        self.peak = usage.ru_maxrss * 1024
        self.reported_memory = run.get('memory_bytes', 0)

    @property
    def wall_around(self):
        return self.wall - self.reported_wall

    @property
    def cpu_around(self):
        return self.cpu - self.reported_cpu


def median_of(samples, name):
    return statistics.median(getattr(sample, name) for sample in samples)


def measure(arguments):
    return [Times(arguments) for _ in range(SAMPLES)]


def program_around_nothing():
    """What the program takes beside a run of one number that takes no time."""
    samples = measure(['--workload=square', '--param=seconds=0', '7'])
    return median_of(samples, 'wall_around'), median_of(samples, 'cpu_around')


def milliseconds(seconds):
    return f'{seconds * 1000:.1f} ms'


def check_agreement(strategy, arguments):
    for attempt in range(ATTEMPTS):
        wall_of_program, cpu_of_program = program_around_nothing()
        samples = measure([f'--strategy={strategy}', *arguments])
        wall = median_of(samples, 'wall_around')
        cpu = median_of(samples, 'cpu_around')
        reported_cpu = median_of(samples, 'reported_cpu')
        # On a slow computer, or a busy one, to start and to print takes longer for every run.
        wall_limit = max(WALL_LIMIT, 1.5 * wall_of_program)
        cpu_limit = max(CPU_LIMIT, CPU_LIMIT_SHARE * reported_cpu, 1.5 * cpu_of_program)
        # A sanitized program starts and prints much slower than one that is used.
        if IS_SANITIZED:
            wall_limit += wall_of_program
            cpu_limit += cpu_of_program
        print(f'# {strategy}: around a wall time of '
              f'{milliseconds(median_of(samples, "reported_wall"))} it shows '
              f'{milliseconds(wall)}, around a processor time of {milliseconds(reported_cpu)} '
              f'{milliseconds(cpu)}; around nothing {milliseconds(wall_of_program)} '
              f'and {milliseconds(cpu_of_program)}')
        assert min(wall, cpu) > -RESOLUTION, 'more is reported than a stopwatch shows'
        if wall < wall_limit and cpu < cpu_limit:
            return
    raise AssertionError(f'not under {milliseconds(wall_limit)} and {milliseconds(cpu_limit)}')


class Site:
    """The demo site in a program of its own, so that its times do not count."""

    def __enter__(self):
        self.process = subprocess.Popen([PROGRAM, 'demo-site'], stdout=subprocess.PIPE, text=True)
        return self.process.stdout.readline().strip()

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()


def pages_that_are_waited_for(strategy):
    with Site() as url:
        check_agreement(strategy, [
            '--workload=characters', '--workers=4',
            *(f'{url}page?delay=0.05&size=10000&headings={n}' for n in range(8))])


def large_pages(strategy):
    with Site() as url:
        check_agreement(strategy, [
            '--workload=headings', '--workers=2',
            *(f'{url}page?size=4000000&headings={n}' for n in range(4))])


def numbers_that_keep_processors_busy(strategy):
    check_agreement(strategy, ['--workload=primes', '--workers=2', '1000000..1000007'])


def site_in_the_program_does_not_count(strategy):
    """The program's own demo site generates the page, which takes longer than to read it."""
    page = 'page?size=8000000&headings=10'
    arguments = ['--workload=characters', f'--strategy={strategy}', '--workers=1']
    with Site() as url:
        for attempt in range(ATTEMPTS):
            apart = measure([*arguments, url + page])
            inside = measure([*arguments, f'demo:{page}'])
            cpu_apart = median_of(apart, 'reported_cpu')
            cpu_inside = median_of(inside, 'reported_cpu')
            cpu_of_site = median_of(inside, 'cpu_around') - median_of(apart, 'cpu_around')
            print(f'# {strategy}: {milliseconds(cpu_inside)} with the site inside, '
                  f'{milliseconds(cpu_apart)} without, the site itself {milliseconds(cpu_of_site)}')
            if cpu_inside - cpu_apart < cpu_of_site / 2:
                return
    raise AssertionError('the site counts')


def memory_is_what_a_page_needs(strategy):
    """A large page is in memory at least once; the rest of the program was there before."""
    size = 20_000_000
    arguments = ['--workload=characters', f'--strategy={strategy}', '--workers=2']
    with Site() as url:
        small = Times([*arguments, f'{url}page?size=100', f'{url}page?size=100'])
        large = Times([*arguments, f'{url}page?size={size}', f'{url}page?size=100'])
    print(f'# {strategy}: {small.reported_memory / 1e6:.1f} MB for small pages, '
          f'{large.reported_memory / 1e6:.1f} MB for a large one, of at most '
          f'{large.peak / 1e6:.1f} MB in one process')
    grown = large.reported_memory - small.reported_memory
    # A sanitized program keeps for a while what was freed.
    assert size < grown < (10 if IS_SANITIZED else 5) * size, grown
    if strategy == 'processes':
        assert small.reported_memory > 4e6, 'two programs need more'
    else:
        assert large.reported_memory < large.peak, 'no more than the whole program'


def main():
    tests = [(function, strategy)
             for function in (pages_that_are_waited_for, large_pages,
                              numbers_that_keep_processors_busy,
                              site_in_the_program_does_not_count,
                              memory_is_what_a_page_needs)
             for strategy in STRATEGIES]
    failed = 0
    print(f'1..{len(tests)}', flush=True)
    for number, (function, strategy) in enumerate(tests, 1):
        name = f'{function.__name__.replace("_", " ")}, {strategy}'
        try:
            function(strategy)
            print(f'ok {number} - {name}', flush=True)
        except Exception:
            failed += 1
            print('\n'.join(f'# {line}' for line in traceback.format_exc().splitlines()))
            print(f'not ok {number} - {name}', flush=True)
    sys.exit(failed > 0)


main()
