"""What resources of import-export need to be in this house: rows become deeds of services, never bare saves."""

from typing import Any

from django.core.exceptions import ValidationError
from import_export import resources


class ServiceResource(resources.ModelResource):  # type: ignore[misc]  # import-export is not typed
    """A room says in `save_instance` which service a row is for; natural keys only, never an id from the file."""

    def validate_instance(self, instance: Any, import_validation_errors: Any = None, **_more: object) -> None:
        """The services judge; here only what reading the row has found."""
        if import_validation_errors:
            raise ValidationError(import_validation_errors)

    def after_import(self, dataset: object, result: object, **_more: object) -> None:
        """Without setting the table's sequence: the portal's role owns none, and ids never come from a file."""
