"""Rows in the format of LIBSVM, as in `+1 1:0.5 3:1.2`: a label, then the features that are not 0 by their numbers."""

import re

NOTE = "It is in the format of LIBSVM: a feature that is left out of a row is 0."
MOST_FEATURES = 50
_NUMBER = r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?"
_LINE = re.compile(rf"\s*({_NUMBER})(?:\s+qid:[0-9]+)?((?:\s+(?:0|[1-9][0-9]{{0,6}}):{_NUMBER})*)\s*(?:#.*)?", re.ASCII)
_FEATURE = re.compile(r"([0-9]+):(\S+)")


def as_dense_rows(text: str) -> str:
    """The same rows with headings and every feature, parted by tabs; empty where the text is in another format.

    Of more than MOST_FEATURES features the first are taken. A line of times such as `7 10:30 11:45` is none of these:
    in some row the features begin with 0 or 1.
    """
    lines = [line for line in text.split("\n") if line.strip() and not line.lstrip().startswith("#")]
    if not lines or ":" not in lines[0]:
        return ""
    rows: list[tuple[str, dict[int, str]]] = []
    for line in lines:
        match = _LINE.fullmatch(line)
        if not match:
            return ""
        rows.append((match.group(1), {int(place): value for place, value in _FEATURE.findall(match.group(2))}))
    places = sorted({place for _, features in rows for place in features})
    if not places or places[0] > 1:
        return ""
    places = places[:MOST_FEATURES]
    head = ["label", *(f"feature{place}" for place in places)]
    body = ([label, *(features.get(place, "0") for place in places)] for label, features in rows)
    return "\n".join("\t".join(row) for row in (head, *body))
