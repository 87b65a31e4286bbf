from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Static files under hashed names, compressed by gzip alone: Brotli makes a start fifteen seconds longer."""

    def create_compressor(self, **options):
        return super().create_compressor(use_brotli=False, **options)
