"""The JSON Schema of definitions, by which editors complete and check a file while it is typed."""

import json
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from engine.sop.document import SopDocument
from engine.sop.shape import CLOCK, NIP, NUMBER

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_ID = "urn:alur:sop.schema.json"

# A text of one of these patterns (or of none) may look like a number to an editor's YAML: our
# reader takes `nip: 197001011990031001` and `fee: 0` for the text that stands there.
_LIKE_NUMBERS = {None, CLOCK, NIP, NUMBER}


_BOUNDS = {"ge": "minimum", "le": "maximum"}


class _EditorSchema(GenerateJsonSchema):
    """Accepts whatever YAML 1.2 makes of a text that our reader keeps as text."""

    def field_title_should_be_set(self, schema: object) -> bool:
        """Whether a key is given its own name again as a title: no."""
        del schema
        return False

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:
        described = super().str_schema(schema)
        pattern = schema.get("pattern")
        if pattern in _LIKE_NUMBERS:
            described["type"] = ["string", "number"] if pattern else ["string", "number", "boolean"]
        return described

    def int_schema(self, schema: core_schema.IntSchema) -> JsonSchemaValue:
        return super().int_schema(schema) | {"type": ["integer", "string"], "pattern": "^[0-9]+$"}

    def bool_schema(self, schema: core_schema.BoolSchema) -> JsonSchemaValue:
        super().bool_schema(schema)
        return {"enum": [True, False, "true", "false"]}


def json_schema() -> str:
    """The schema as text: the same for the same code, byte by byte; keys as a definition has them.

    Source: JSON Schema, draft 2020-12.
    """
    described: dict[str, Any] = SopDocument.model_json_schema(schema_generator=_EditorSchema)
    described.pop("title")
    whole = {"$schema": _DIALECT, "$id": _ID, "title": "SOP definition", **_bounded(described)}
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


def _bounded(described: dict[str, Any]) -> dict[str, Any]:
    """With bounds as the draft calls them: pydantic keeps its own words for a number read by us."""

    def named(keys: dict[str, Any]) -> dict[str, Any]:
        return {_BOUNDS.get(key, key): value for key, value in keys.items()}

    bounded: dict[str, Any] = json.loads(json.dumps(described), object_hook=named)
    return bounded
