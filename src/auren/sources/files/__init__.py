"""Opening files that nobody vouches for: places, limits, and JSON and CSV read piece by piece."""

from auren.sources.files.csv_files import csv_header, csv_records
from auren.sources.files.json_files import JSONPath, json_document, json_lines, json_records, json_values
from auren.sources.files.limits import DEFAULT_LIMITS, Limits
from auren.sources.files.place import FilePlace, FolderPlace, Place, Progress, ZipPlace, place_of
from auren.sources.files.text import text_of

__all__ = [
    "DEFAULT_LIMITS",
    "FilePlace",
    "FolderPlace",
    "JSONPath",
    "Limits",
    "Place",
    "Progress",
    "ZipPlace",
    "csv_header",
    "csv_records",
    "json_document",
    "json_lines",
    "json_records",
    "json_values",
    "place_of",
    "text_of",
]
