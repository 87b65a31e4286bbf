"""The store of files as an S3-compatible service, for servers that share nothing but it and the database."""

from django.core.exceptions import ImproperlyConfigured

from vsoko import environment

IN_MEMORY = 5 * 1024 * 1024  # what is larger goes through a temporary file on its way to the reader


def storage(bucket):
    """Return the entry of STORAGES for this bucket; keys and address are read from S3_…. Raises ImproperlyConfigured."""
    # Imported here: it takes a third of a second that an installation on one machine need not wait.
    from botocore.config import Config

    keys = {"access_key": environment.text("S3_ACCESS_KEY"), "secret_key": environment.text("S3_SECRET_KEY")}
    if not all(keys.values()):
        raise ImproperlyConfigured("S3_BUCKET задан, а S3_ACCESS_KEY или S3_SECRET_KEY нет: укажите оба ключа.")
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": keys
        | {
            "bucket_name": bucket,
            "endpoint_url": environment.text("S3_ENDPOINT_URL") or None,
            "region_name": environment.text("S3_REGION", "us-east-1"),
            "file_overwrite": False,
            "max_memory_size": IN_MEMORY,
            "client_config": Config(
                s3={"addressing_style": "path"},
                signature_version="s3v4",
                # Who waits for a page must not wait for minutes where the store is gone.
                connect_timeout=5,
                read_timeout=30,
                retries={"max_attempts": 2},
                # Stores other than Amazon's refuse the checksums that newer clients add by themselves.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        },
    }
