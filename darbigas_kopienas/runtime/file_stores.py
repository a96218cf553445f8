"""Where files lie, for the settings: private ones on one disk or in an S3 store, static ones on the disk."""

from typing import Any
from urllib.parse import quote

ENDPOINT_OF_AWS = "https://s3.{}.amazonaws.com"
ANY_REGION = "us-east-1"  # stores without regions want a name in the signature all the same


def storages(store: dict[str, str]) -> dict[str, dict[str, Any]]:
    """For Django's STORAGES. `store`: of `s3_store`, or empty."""
    on_disk: dict[str, Any] = {"BACKEND": "darbigas_kopienas.evidence.storage.PrivateStorage"}
    in_store: dict[str, Any] = {"BACKEND": "darbigas_kopienas.evidence.s3_storage.PrivateS3Storage", "OPTIONS": store}
    # Else the mode of private files is theirs too: collected by root, the portal's own user could not read them.
    for_everybody = {"file_permissions_mode": 0o644, "directory_permissions_mode": 0o755}
    return {
        "default": in_store if store else on_disk,
        "staticfiles": {
            "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage",
            "OPTIONS": for_everybody,
        },
    }


def s3_store(*, bucket: str, endpoint: str, region: str, access_key: str, secret_key: str) -> dict[str, str]:
    """Options of the storage; empty without a bucket. Without keys they are those of the machine (a role of AWS)."""
    if not bucket:
        return {}
    said = {"bucket_name": bucket, "region_name": region or ANY_REGION}
    said["endpoint_url"] = endpoint.rstrip("/") or ENDPOINT_OF_AWS.format(region)
    return said | ({"access_key": access_key, "secret_key": secret_key} if access_key else {})


def shown_from(store: dict[str, str], serve_files_by: str) -> str:
    """For the pages' policy: from where browsers get pictures and frames that are redirected there; mostly nowhere."""
    if not store or serve_files_by != "redirect":
        return ""
    return f"{store['endpoint_url']}/{quote(store['bucket_name'])}/"
