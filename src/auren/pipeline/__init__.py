"""The moving part: readings and questions through all the rooms, and the Pipeline that holds them."""

from auren.pipeline.events import PipelineEvent
from auren.pipeline.health import Health, PartHealth
from auren.pipeline.importing import ImportReport
from auren.pipeline.learning import Learned
from auren.pipeline.person_history import PersonHistory
from auren.pipeline.pipeline import Pipeline
from auren.pipeline.reading import IngestReport
from auren.pipeline.replay import ReplayReport
from auren.pipeline.rights import ErasureReport
from auren.pipeline.schedule import AdvanceReport

__all__ = [
    "AdvanceReport",
    "ErasureReport",
    "Health",
    "ImportReport",
    "IngestReport",
    "Learned",
    "PartHealth",
    "PersonHistory",
    "Pipeline",
    "PipelineEvent",
    "ReplayReport",
]
