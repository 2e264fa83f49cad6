"""The endpoints of Garmin Connect, and the files of its account export, with what is read of each."""

from __future__ import annotations

from typing import Final

from auren.sources.answers import Endpoint
from auren.sources.vendors.garmin import activities, body, days, hrv, sleep, training

__all__ = ["ENDPOINTS", "EXPORT", "EXPORTED"]

EXPORT: Final = "/account-export/"
"""Where the files of an account export are said to come from."""

_SUM: Final = "it sums up several days, which are not told apart"
_ACCOUNT: Final = "an account, not a measurement"
_STEPS: Final = "*/usersummary-service/stats"
_SERVICE: Final = "*/mobile-gateway/usersummary/trainingstatus"

EXPORTED: Final = (
    Endpoint(f"{EXPORT}*_sleepData.json", "nights of sleep", sleep.read_exported_night),
    Endpoint(
        f"{EXPORT}*summarizedActivities*.json",
        "activities",
        activities.read_exported_activity,
        within=("summarizedActivitiesExport",),
    ),
    Endpoint(f"{EXPORT}UDSFile_*.json", "daily summaries", days.read_export_summary),
    Endpoint(f"{EXPORT}*userBioMetrics.json", "weighings", body.read_biometrics),
    Endpoint(f"{EXPORT}*_healthStatusData.json", "nights", hrv.read_health_status),
    Endpoint(f"{EXPORT}TrainingReadinessDTO_*.json", "readiness states", training.read_readiness),
)
"""Files of an account export by their names."""

# Where two match, the first one counts: a longer path stands before the one it begins with.
ENDPOINTS: Final = (
    Endpoint("*/hrv-service/hrv/daily/*", "nights", hrv.read_night, within=("hrvSummaries",), tell="hrvSummaries"),
    Endpoint("*/hrv-service/hrv/*", "nights with samples", hrv.read_night_with_samples, tell="hrvSummary"),
    Endpoint("*/wellness-service/stats/daily/sleep/score/*", "sleep scores", sleep.read_score),
    Endpoint("*/wellness-service/wellness/dailySleepData*", "nights of sleep", sleep.read_night),
    Endpoint("*/sleep-service/sleep/dailySleepData*", "nights of sleep", sleep.read_night, tell="dailySleepDTO"),
    Endpoint("*/wellness-service/wellness/dailyHeartRate*", "heart-rate days", days.read_heart_rate, tell="heartRateValues"),
    Endpoint("*/wellness-service/wellness/dailyStress/*", "stress days", days.read_stress, tell="stressValuesArray"),
    Endpoint("*/wellness-service/wellness/bodyBattery/events/*", "Body Battery events", days.read_battery_event),
    Endpoint(f"{_STEPS}/stress/daily/*", "stress averages", days.read_stress_average),
    Endpoint(f"{_STEPS}/stress/weekly/*", "weekly stress", None, why=_SUM),
    Endpoint(f"{_STEPS}/steps/daily/*", "step days", days.read_steps),
    Endpoint(f"{_STEPS}/steps/weekly/*", "weekly steps", None, why=_SUM),
    Endpoint(f"{_STEPS}/im/daily/*", "intensity-minute days", days.read_intensity),
    Endpoint(f"{_STEPS}/im/weekly/*", "weekly intensity minutes", None, why=_SUM),
    Endpoint(f"{_STEPS}/hydration/daily/*", "hydration days", days.read_hydration),
    Endpoint("*/usersummary-service/usersummary/hydration/log", "hydration days", days.read_hydration),
    Endpoint("*/usersummary-service/usersummary/daily*", "daily summaries", days.read_summary),
    Endpoint("*/weight-service/weight/dayview/*", "weighings", body.read_weight, within=("dateWeightList",)),
    Endpoint("*/weight-service/weight/range/*/weighings", "weighings", body.read_weight),
    Endpoint("*/weight-service/weight/range/*/neighbours", "weighings of days nearby", body.read_neighbour),
    Endpoint("*/weight-service/weight/range/*", "weighings", body.read_weight, within=("dailyWeightSummaries",)),
    Endpoint("*/activitylist-service/activities/*", "activities", activities.read_listed_activity),
    Endpoint("*/activity-service/activity/*", "activities", activities.read_activity, tell="summaryDTO"),
    Endpoint("*/fitnessstats-service/activity*", "activity statistics", None, why="it tells no duration"),
    Endpoint("*/metrics-service/metrics/trainingreadiness/*", "readiness states", training.read_readiness),
    Endpoint(f"{_SERVICE}/*/status", "training-status days", training.read_status),
    Endpoint(f"{_SERVICE}/*/vo2max", "VO2max days", training.read_vo2max),
    Endpoint(f"{_SERVICE}/monthly/*/weeks", "weekly VO2max", None, why=_SUM),
    Endpoint(f"{_SERVICE}/latest/*", "training-status days", training.read_status, within=("mostRecentTrainingStatus",)),
    Endpoint(f"{_SERVICE}/weekly/*", "training-status days", training.read_status, within=("weeklyTrainingStatus",)),
    Endpoint(f"{_SERVICE}/monthly/*", "training-status days", training.read_status, within=("monthlyTrainingStatus",)),
    Endpoint("*/metrics-service/metrics/hillscore*", "VO2max days", training.read_vo2max),
    Endpoint("*/metrics-service/metrics/endurancescore*", "endurance scores", None),
    Endpoint("*/userprofile-service/*", "accounts", None, why=_ACCOUNT),
    Endpoint("*/oauth-service/*", "accounts", None, why=_ACCOUNT),
    Endpoint("*/oauth_consumer.json", "accounts", None, why=_ACCOUNT),
    *EXPORTED,
    Endpoint(f"{EXPORT}*", "other files of the account export", None, why="auren does not read this file"),
)
"""Every endpoint that is known; one without a reader is named and passed over."""
