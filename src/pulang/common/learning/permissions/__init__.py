"""What may be done about courses and training, by whom, and on what."""

from pulang.common.learning.permissions.courses import COURSE_RULES
from pulang.common.learning.permissions.deliveries import DELIVERY_RULES
from pulang.common.learning.permissions.editions import EDITION_RULES
from pulang.common.learning.permissions.results import RESULT_RULES, TRAINER_RULES
from pulang.common.learning.permissions.words import GRANTS, LearningPermission

RULES = (*COURSE_RULES, *EDITION_RULES, *DELIVERY_RULES, *RESULT_RULES, *TRAINER_RULES)

__all__ = ["GRANTS", "RULES", "LearningPermission"]
