"""The declared table of measures: from a customer's facts to what a band can speak of.

Words and parameters of each stand in ``policy.vocabulary.MEASURES``; a test holds the two tables together.
"""

from amlrisk.grading.measures.base import MISSING, Measure
from amlrisk.grading.measures.business import (
    channel,
    cumulative_premium,
    payment,
    policy_changes,
    premium_to_means,
    product,
)
from amlrisk.grading.measures.identity import (
    adverse_media,
    age,
    identity_document,
    kyc_completeness,
    public_office,
    reports_and_alerts,
)
from amlrisk.grading.measures.industry import cash_intensity, industry, occupation
from amlrisk.grading.measures.organisation import (
    entity_age,
    information_openness,
    ownership_and_control,
    registration_documents,
)
from amlrisk.grading.measures.region import country, crime_region, cross_border, locality

MEASURES: dict[str, Measure] = {
    "kyc_completeness": kyc_completeness,
    "identity_document": identity_document,
    "age": age,
    "reports_and_alerts": reports_and_alerts,
    "adverse_media": adverse_media,
    "public_office": public_office,
    "information_openness": information_openness,
    "registration_documents": registration_documents,
    "ownership_and_control": ownership_and_control,
    "entity_age": entity_age,
    "country": country,
    "crime_region": crime_region,
    "locality": locality,
    "cross_border": cross_border,
    "product": product,
    "cumulative_premium": cumulative_premium,
    "premium_to_means": premium_to_means,
    "payment": payment,
    "channel": channel,
    "policy_changes": policy_changes,
    "occupation": occupation,
    "industry": industry,
    "cash_intensity": cash_intensity,
}

__all__ = ["MEASURES", "MISSING", "Measure"]
