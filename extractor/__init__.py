"""chart-audit: what a submitted chart documents, criterion by criterion of a medical policy."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("chart-audit")
except PackageNotFoundError:  # a source tree that was never installed
    __version__ = "0+source"
