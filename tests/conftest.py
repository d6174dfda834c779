"""What all tests share."""

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "ci",
    derandomize=True,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("search", parent=settings.get_profile("ci"), derandomize=False)
settings.register_profile(
    "long", parent=settings.get_profile("search"), max_examples=2000, print_blob=True
)
# HYPOTHESIS_PROFILE=long looks further, at other examples each time.
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
