"""The portal's figures for a monitoring system: names and units as Prometheus asks for them."""

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from . import checks
from .version import version

AGES = {
    "since_sweep": ("portal_last_sweep_age_seconds", "Since the worker last looked for work"),
    "oldest_letter": ("portal_oldest_mail_age_seconds", "Since the oldest e-mail that waits should have left"),
    "oldest_job": ("portal_oldest_job_age_seconds", "Since the oldest work that waits was asked for"),
    "since_backup": ("portal_last_backup_age_seconds", "Since the last good backup ended"),
}


def metrics_text() -> bytes:
    """Gathered anew each time: nothing is counted in a process, so it does not matter which one answers."""
    registry = CollectorRegistry()
    registry.register(_Portal())
    return bytes(generate_latest(registry))


class _Portal(Collector):
    def collect(self) -> Iterator[GaugeMetricFamily]:
        ready = GaugeMetricFamily("portal_ready", "1 where this part is there", labels=["part"])
        moments = checks.moments()
        for part, passes in checks.parts(moments).items():
            ready.add_metric([part], passes)
        yield ready
        for name, age in checks.seconds(moments).items():
            if age is not None:  # where nothing waits there is nothing to tell
                yield GaugeMetricFamily(*AGES[name], value=age)
        if moments is not None:
            overdue = checks.is_backup_overdue(moments["since_backup"])
            yield GaugeMetricFamily("portal_backup_overdue", "1 where no good backup was made in time", value=overdue)
        yield from _disks()
        info = GaugeMetricFamily("portal_info", "Which portal this is", labels=["version"])
        info.add_metric([version()], 1)
        yield info


def _disks() -> Iterator[GaugeMetricFamily]:
    free = GaugeMetricFamily("portal_disk_free_bytes", "Free on the disk of this folder", labels=["folder"])
    size = GaugeMetricFamily("portal_disk_size_bytes", "Of the disk of this folder", labels=["folder"])
    for folder, space in checks.spaces().items():
        free.add_metric([folder], space.free)
        size.add_metric([folder], space.total)
    yield free
    yield size
