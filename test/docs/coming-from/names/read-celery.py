"""Prints, as JSON, every name of Celery's that its users write, as the installed packages have them.

    python3 -m venv venv
    venv/bin/pip install celery==5.6.2 kombu==5.7.0 boto3 django-celery-beat==2.9.0 flower==2.2.0
    venv/bin/python read-celery.py CHECKOUT > celery.json

CHECKOUT is a checkout of Celery's repository, for the names of its examples.
"""

import ast
import inspect
import json
import re
import sys
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules

import celery
import click
from celery import beat, canvas, exceptions, result, schedules, signals, states
from celery.app.defaults import NAMESPACES, flatten
from celery.app.task import Context, Task
from celery.worker.control import Panel
from celery.contrib.django.task import DjangoTask
from celery.bin.celery import celery as command

CANVAS = ("chain", "chord", "chunks", "group", "signature", "subtask", "xmap", "xstarmap", "maybe_signature")


def source(module: str) -> str:
    origin = find_spec(module).origin
    return Path(origin).read_text()


def public(of: type) -> set[str]:
    return {name for name in dir(of) if not name.startswith("_")}


def parameters(function) -> set[str]:
    kinds = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    found = inspect.signature(function).parameters.values()
    return {each.name for each in found if each.kind not in kinds and each.name != "self"}


def read_from_text(module: str, pattern: str) -> set[str]:
    return set(re.findall(pattern, source(module)))


def settings() -> set[str]:
    return {name for name, _ in flatten(NAMESPACES)}


def task() -> set[str]:
    """What a task is declared with, Django's too, and what it then has."""
    declared = parameters(celery.Celery._task_from_fun) - {"fun"}
    retried = read_from_text("celery.app.autoretry", r"'((?:dont_)?[a-z]*retry[a-z_]*)'")
    return public(Task) | public(DjangoTask) | declared | retried


def apply_async() -> set[str]:
    """Its own parameters, those of `send_task` that it hands on, and the options that a message is published with."""
    exec_options = {"queue", "exchange", "routing_key", "priority", "serializer", "compression", "retry", "retry_policy"}
    exec_options |= {"headers", "ignore_result", "delivery_mode", "mandatory", "immediate"}
    return parameters(Task.apply_async) | parameters(celery.Celery.send_task) - {"name"} | exec_options


def commands() -> dict[str, list[str]]:
    """Every command with its options; a command of a command as `control revoke`."""
    found = {}
    for name, each in command.commands.items():
        found[name] = options(each)
        if isinstance(each, click.Group):
            for inner, below in each.commands.items():
                found[f"{name} {inner}"] = options(below)
    for kind in ("inspect", "control"):
        for inner in remote_commands(kind):
            found[f"{kind} {inner}"] = []
    return found


def remote_commands(kind: str) -> list[str]:
    return [name for name, meta in Panel.meta.items() if meta.type == kind and meta.visible]


def options(of: click.Command) -> list[str]:
    longest = [max(each.opts, key=len) for each in of.params if isinstance(each, click.Option)]
    return sorted(each for each in longest if each.startswith("--") and each != "--help")


def django_fields() -> list[str]:
    tree = ast.parse(source("django_celery_beat.models"))
    found = set()
    for each in tree.body:
        if not isinstance(each, ast.ClassDef) or each.name == "PeriodicTasks":
            continue
        found |= {f"{each.name}.{name}" for name in fields(each)}
    return sorted(found)


def fields(model: ast.ClassDef):
    for line in model.body:
        if not isinstance(line, ast.Assign) or not isinstance(line.value, ast.Call):
            continue
        call = ast.unparse(line.value.func)
        if call.endswith(("Field", "ForeignKey")):
            yield line.targets[0].id


def main() -> None:
    sqs = r"transport_options\.get\(\s*[\"']([a-z0-9_-]+)"
    queues = {"url", "access_key_id", "secret_access_key", "backoff_policy", "backoff_tasks", "region"}
    names = {
        "settings": settings(),
        "app": public(celery.Celery),
        "task": task(),
        "apply_async": apply_async(),
        "retry": parameters(Task.retry),
        "request": public(Context),
        "result": public(result.AsyncResult) | public(result.GroupResult) | public(result.EagerResult),
        "get": parameters(result.AsyncResult.get),
        "states": set(states.__all__) | {"REVOKED", "IGNORED", "REJECTED", "RECEIVED"},
        "exceptions": set(exceptions.__all__),
        "signals": set(signals.__all__),
        "canvas": set(CANVAS) | public(canvas.Signature) - public(dict),
        "schedules": set(schedules.__all__) | parameters(beat.ScheduleEntry.__init__),
        "crontab": parameters(schedules.crontab.__init__),
        "django-celery-beat": django_fields(),
        "sqs transport options": read_from_text("kombu.transport.SQS", sqs) | {"polling_interval", "wait_time_seconds"},
        "predefined queues": queues,
        "contrib": {each.name for each in iter_modules(find_spec("celery.contrib").submodule_search_locations)},
        "flower": read_from_text("flower.urls", r"r\"(/[a-z/-]*)") - {"/static/"},
    }
    lists = {section: sorted(found) for section, found in names.items()}
    found = commands()
    lists["commands"] = sorted(found)
    lists["examples"] = sorted(each.name for each in Path(sys.argv[1], "examples").iterdir() if each.is_dir())
    lists["global options"] = options(command)
    for name in ("worker", "beat", "call", "result", "purge", "inspect", "control", "status"):
        lists[f"{name} options"] = found[name]
    packages = ("celery", "kombu", "django-celery-beat", "flower")
    print(json.dumps({"versions": {name: version(name) for name in packages}, "names": lists}, indent=1))


main()
