"""Run the combinations of a sweep on dask: a local pool, or any scheduler, by the same code."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from typing import Any
from urllib.parse import urlsplit

import dask
from distributed import Client, Future, KilledWorker, LocalCluster, as_completed

from ties.project import fingerprints
from ties.sweep.worker import Bundle, RunResult, identity, run_combination, worker_differences

LOOPBACK = "127.0.0.1"
PATIENCE = 30  # seconds to wait for a scheduler, and for its first worker

# workers run kernels in processes of their own, so dask's own limit of memory would not see them
LOCAL: dict[str, Any] = {
    "threads_per_worker": 1,
    "processes": True,
    "host": LOOPBACK,
    "dashboard_address": f"{LOOPBACK}:0",  # a port of its own: the usual one may be taken
    "memory_limit": 0,
    "silence_logs": logging.CRITICAL,
    "preload": ["ties.sweep.worker"],
}


class PoolError(RuntimeError):
    """There is no pool to run on, it was lost, or its workers are not fit for this sweep; says why."""


def check_address(scheduler: str) -> None:
    """Hold that the address of a scheduler has a port: dask itself waits for long before it says so, and dies.

    Raises
    ------
    PoolError
        If it has none.

    Examples
    --------
    >>> check_address("tcp://127.0.0.1:8786")
    >>> check_address("127.0.0.1")
    Traceback (most recent call last):
    ties.sweep.dask_pool.PoolError: 127.0.0.1 is no address of a scheduler: write tcp://HOST:PORT
    """
    try:
        port = urlsplit(scheduler if "://" in scheduler else f"tcp://{scheduler}").port
    except ValueError:
        port = None
    if not port and not scheduler.startswith("inproc://"):
        raise PoolError(f"{scheduler} is no address of a scheduler: write tcp://HOST:PORT")


@contextmanager
def connected(scheduler: str | None, workers: int) -> Iterator[Client]:
    """Give a client of a scheduler, or of a pool of this machine that ends with the context.

    Parameters
    ----------
    scheduler : str or None
        Address (``tcp://host:port``); a local pool when not given.
    workers : int
        Processes of the local pool.

    Raises
    ------
    PoolError
        If the address is none, no scheduler answers, or it has no workers.
    """
    if scheduler is not None:
        check_address(scheduler)
    with ExitStack() as stack:
        stack.enter_context(dask.config.set({"distributed.comm.timeouts.connect": f"{PATIENCE}s"}))
        stack.enter_context(_quiet())
        try:
            if scheduler is None:
                scheduler = stack.enter_context(LocalCluster(n_workers=workers, **LOCAL)).scheduler_address
            client = stack.enter_context(Client(scheduler, timeout=PATIENCE, set_as_default=False))
        except (OSError, ValueError) as error:
            raise PoolError(f"no dask scheduler answers at {scheduler}: {error}") from None
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError:
            raise PoolError(f"the scheduler at {scheduler} has no workers; start one with: dask worker") from None
        yield client


def check_workers(client: Client, bundle: Bundle) -> None:
    """Compare every worker with what the sweep asks of it, before anything runs.

    Raises
    ------
    PoolError
        If a worker lacks the package, or has another version of anything that decides a result: all are named.
    """
    try:
        found = client.run(identity, on_error="return")
    except Exception as error:  # dask raises what it could not send or read, as the class that it was
        raise PoolError(f"the workers cannot be asked for their version of ties: {error}") from None
    faults = []
    for worker, there in sorted(found.items()):
        if isinstance(there, Exception):
            faults.append(f"worker {worker}: ties is not installed, or does not import: {there}")
        elif wrong := worker_differences(bundle.identity, there):
            faults.append(f"worker {worker} has {'; '.join(wrong)}")
    if faults:
        advice = "Install the same version on every worker, and start the workers again."
        raise PoolError("\n".join([*faults, advice]))


def run_on_pool(
    client: Client,
    bundle: Bundle,
    runs: Mapping[str, Mapping[str, Any]],
    *,
    timeout: int | None = None,
    memory: int | None = None,
) -> Iterator[tuple[str, RunResult]]:
    """Run combinations, and give each as it ends.

    A key is known to the scheduler as the key of the task: it runs once, whoever asks for it. If a worker dies, what
    it had in hand goes to another; a combination that takes several workers down with it has failed.

    Parameters
    ----------
    client : Client
        Of the pool.
    bundle : Bundle
        What all of them share. It is a task too, so that a worker that comes late, or again, can get it.
    runs : mapping of str to mapping
        Key to parameters.
    timeout, memory : int, optional
        Limits of one run, in seconds and megabytes.

    Yields
    ------
    tuple of str and RunResult
        Key, and what :func:`ties.sweep.worker.run_combination` gives.

    Raises
    ------
    PoolError
        If the scheduler is lost.
    """
    same = fingerprints.fingerprint(repr(bundle).encode())
    shared = client.submit(_same, bundle, key=f"ties-bundle-{same}")
    # the bundle and the limits are part of the name: another sweep may ask for the same combination under others
    suffix = fingerprints.fingerprint(repr((same, timeout, memory)).encode())[:12]
    futures = {
        client.submit(
            run_combination,
            shared,
            dict(parameters),
            timeout,
            memory,
            key=f"ties-{bundle.chapter}-{key}-{suffix}",
            priority=-place,
        ): key
        for place, (key, parameters) in enumerate(runs.items())  # in the order of the grid
    }
    lost = "the scheduler was lost; what finished is kept, and the same command goes on from there"
    try:
        for future in as_completed(futures, loop=client.loop):
            if future.status == "cancelled":
                raise PoolError(lost)
            yield futures[future], _result(future)
            future.release()
    except OSError:
        raise PoolError(lost) from None
    finally:
        with suppress(OSError):
            client.cancel(list(futures), force=False)


def pool_size(client: Client) -> int:
    """Give how many runs the pool does at a time; none if it is lost."""
    try:
        return sum(client.nthreads().values())
    except OSError:
        return 0


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep dask's own messages off the terminal: what matters of them is said in our words."""
    loggers = [logging.getLogger(name) for name in ("distributed", "distributed.client")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def _result(future: Future) -> RunResult:
    """Give what a future holds; a run that no worker survived is a failed one."""
    if future.status == "finished":
        result: RunResult = future.result()
        return result
    if isinstance(error := future.exception(), KilledWorker):
        return RunResult(0.0, error="each worker that tried it died; it may need more memory than they have")
    return RunResult(0.0, error=f"{type(error).__name__}: {error}")


def _same(bundle: Bundle) -> Bundle:
    return bundle
