"""Fills the queue: `fill.py <tasks>`."""

import os
import sys

from bench_app import app, noop

with app.producer_or_acquire() as producer:
    for n in range(int(sys.argv[1])):
        noop.apply_async((n,), producer=producer)
sys.stdout.flush()
# Threads of some clients do not end by themselves.
os._exit(0)
