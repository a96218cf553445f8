"""What a page of ours may load and who may frame it: said with every answer, files and mistakes too."""

from csp.constants import NONE, SELF


def content_policy(files_from: str = "") -> dict[str, dict[str, list[str]]]:
    """`files_from`: where redirects to files lead to, if anywhere. Pictures and frames come from there, no more."""
    files = [files_from] if files_from else []
    return {
        "DIRECTIVES": {
            "default-src": [SELF],
            "img-src": [SELF, "data:", *files],
            **({"frame-src": [SELF, *files]} if files else {}),
            "object-src": [NONE],
            "base-uri": [NONE],
            "form-action": [SELF],
            "frame-ancestors": [NONE],
        }
    }
