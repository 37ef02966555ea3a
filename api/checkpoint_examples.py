"""Examples of answers about checkpoints; what they prove can be checked."""

from collections.abc import Mapping
from typing import Any

_AT = "2026-11-23T02:20:00Z"
_ROOT = "UXnOfhjW3huasrPd1nfG/9CESgrlw8YsM/AC+FPuj0A="
_NOTE = (
    "alur.kota.example/alur\n"
    "47\n"
    f"{_ROOT}\n"
    "time 1795400400\n"
    "\n"
    "\N{EM DASH} alur.kota.example/alur "
    "46PQuA7KcFTD9x0s8EBrFZm4W/ZYfdQ7p1BkkglFuvzPSoVdYsue1Lr/NOft"
    "wmoQC96BLszyU12ByTd3kZR4zMv2XwM=\n"
)
_CHECKPOINT = {
    "id": 18,
    "origin": "alur.kota.example/alur",
    "size": 47,
    "root": _ROOT,
    "at": _AT,
    "next_key": None,
    "note": _NOTE,
}
CHECKPOINTS: Mapping[str, Mapping[str, Any]] = {
    "CheckpointPage": {
        "items": [_CHECKPOINT],
        "next": 18,
        "keys": [
            {
                "verifier_key": "alur.kota.example/alur+e3a3d0b8"
                "+AUQpkwZQBKoeTEj03QFYGUwCNJvMZkzZbkAOommRio1R",
                "since": "2026-11-02T01:00:00Z",
                "until": None,
            }
        ],
    },
    "InclusionAnswer": {
        "case": "01k9q3v7m2x4t8zc",
        "seq": 1,
        "hash": "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881",
        "position": 18,
        "leaf": "alur/entry/1\ncase/01k9q3v7m2x4t8zc\n1\n"
        "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881\n",
        "leaf_hash": "IbpN/HqWOjpG7tI0YVMlLMsLrf8ALAzMSbLieR4pWDk=",
        "size": 47,
        "root": _ROOT,
        "proof": [
            "6zhvTz2p5U3mwVEggYvwPjK2ZhcPsbOi36XFNXlY0Wk=",
            "icI/vTzRPi15nWdzCHyje7vxflFeit6q93JFZQPbgjo=",
            "aYipJxHiprqL2j+WA1WhlmmQFYAfRbL0DWabL+hyGqw=",
            "uidvsjY3RZyr6lojMvDWlpo52cGxnTaJkOeCUGdf7ww=",
            "6IEPHphVbxDgLgULWfkp3ucwFcayj6KnLWtUGd+Pzp8=",
            "NvXMX++SI0W2iRqHu+8+KN3nBD7Y0xtVG8dp/cQtnic=",
        ],
        "note": _NOTE,
    },
    "ConsistencyAnswer": {
        "old": 31,
        "new": 47,
        "proof": [
            "VInitlPv3c4rDpxLqGXZ+ox1Q9Wdh3yLsu/Kc4gbY1I=",
            "GThQ214k+oRxMR2cNqx5wMz7T5YtNzjFxPsjHeQzOyk=",
            "2GCjX5PUNqnU7hRqLYoLOpYgf/uWNc5eHlRdS4LsDCs=",
            "+CzWEg06sTSsjSjVjcOwf2Gfm4Vhju3oNpLYHIPDgQM=",
            "O410JtKIZMH8OJHH65uyXeJzuzJkGpEdwpRN+tLG+9w=",
            "6IEPHphVbxDgLgULWfkp3ucwFcayj6KnLWtUGd+Pzp8=",
            "NvXMX++SI0W2iRqHu+8+KN3nBD7Y0xtVG8dp/cQtnic=",
        ],
    },
}
