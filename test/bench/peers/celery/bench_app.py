"""The Celery app of the bench. Its settings come from the environment."""

import mmap
import os
import struct
import threading

from celery import Celery

app = Celery(
    "bench", broker=os.environ["BENCH_BROKER"], backend=os.environ["BENCH_BACKEND"]
)
app.conf.update(
    task_default_queue="bench",
    # At least once, results kept: what is compared.
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=int(os.environ["BENCH_PREFETCH"]),
    worker_disable_rate_limits=True,
    worker_enable_remote_control=False,
    worker_send_task_events=False,
    broker_connection_retry_on_startup=True,
    result_expires=3600,
)
if app.conf.broker_url.startswith("sqs"):
    app.conf.broker_transport_options = {
        "region": "us-east-1",
        "is_secure": False,
        "visibility_timeout": 1800,
        "wait_time_seconds": 10,
        "polling_interval": 1.0,
    }


class Count:
    """Counts tasks in a small file of each process's own, so that nobody asks broker or store while the clock runs."""

    def __init__(self):
        self.lock = threading.Lock()
        self.file = None
        self.count = 0

    def __call__(self):
        with self.lock:
            if self.file is None:
                self.file = self.open()
            self.count += 1
            struct.pack_into("<Q", self.file, 0, self.count)

    def open(self):
        path = os.path.join(os.environ["BENCH_COUNTS"], str(os.getpid()))
        with open(path, "wb") as made:
            made.write(bytes(8))
        with open(path, "r+b") as opened:
            return mmap.mmap(opened.fileno(), 8)


count = Count()


@app.task
def noop(n):
    count()
    return n
