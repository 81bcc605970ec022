#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Telar developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""peers.py PEER ARGUMENT…: does what Telar does by other means, and prints the seconds it took.

Each peer is measured as kindly as can be: without the start of its interpreter, with its pool
already started, and each in the way that its manual advises.
"""

import sys
import time


def aiohttp(urls, in_flight):
    """Fetches with aiohttp, as many at once as @in_flight; counts the characters."""
    import asyncio
    import aiohttp as library

    async def fetch_all():
        gate = asyncio.Semaphore(in_flight)
        connector = library.TCPConnector(limit=in_flight)
        async with library.ClientSession(connector=connector) as session:

            async def fetch(url):
                async with gate, session.get(url) as reply:
                    return len(await reply.text())

            start = time.perf_counter()
            lengths = await asyncio.gather(*(fetch(url) for url in urls))
            seconds = time.perf_counter() - start
        return lengths, seconds

    lengths, seconds = asyncio.run(fetch_all())
    assert all(lengths)
    return seconds


def executor(urls, in_flight):
    """Fetches with urllib in the threads of a ThreadPoolExecutor."""
    import urllib.request
    from concurrent.futures import ThreadPoolExecutor

    def fetch(url):
        with urllib.request.urlopen(url) as reply:
            return len(reply.read().decode())

    start = time.perf_counter()
    with ThreadPoolExecutor(in_flight) as pool:
        lengths = list(pool.map(fetch, urls))
    seconds = time.perf_counter() - start
    assert all(lengths)
    return seconds


def square(number):
    return number * number


def pool_map(n_jobs, n_workers):
    """Squares numbers in a multiprocessing.Pool, one number a job."""
    import multiprocessing

    with multiprocessing.Pool(n_workers) as pool:
        pool.map(square, range(n_workers * 4), chunksize=1)
        start = time.perf_counter()
        squares = pool.map(square, range(1, n_jobs + 1), chunksize=1)
        seconds = time.perf_counter() - start
    assert squares[-1] == n_jobs * n_jobs
    return seconds


def measure(command):
    """Executes a command; prints its seconds and its peak memory in kB.

    A process inherits the peak of the one that forked it, so that one has to be small.
    """
    import os

    start = time.perf_counter()
    pid = os.fork()
    if pid == 0:
        out = os.open(os.devnull, os.O_WRONLY)
        os.dup2(out, 1)
        os.execvp(command[0], command)
    _, status, usage = os.wait4(pid, 0)
    seconds = time.perf_counter() - start
    if status != 0:
        sys.exit(f"{command} ended with {status}")
    print(seconds, usage.ru_maxrss)


def main():
    peer, arguments = sys.argv[1], sys.argv[2:]
    if peer == "measure":
        measure(arguments)
    elif peer == "pool-map":
        print(pool_map(int(arguments[0]), int(arguments[1])))
    else:
        with open(arguments[0], encoding="utf-8") as file:
            urls = file.read().split()
        fetch = {"aiohttp": aiohttp, "executor": executor}[peer]
        print(fetch(urls, int(arguments[1])))


if __name__ == "__main__":
    main()
