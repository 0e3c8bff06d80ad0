"""Static files under names that carry their hash, so that a browser may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleStorage(CompressedManifestStaticFilesStorage):
    """Also rewrites the imports between our ES modules, so that no changed module comes from a cache."""

    support_js_module_import_aggregation = True
