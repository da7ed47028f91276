"""From the text of a link to its scene: a whole address, or the query alone."""

from urllib.parse import parse_qs

from gdviz.scene.scene import Arrival, Scene

MOST_FIELDS = 1000
"""Of a query, as Streamlit takes them."""


def is_link(text: str) -> bool:
    """Is the text an address or a query, and no formula?"""
    return "://" in text or text.startswith("?")


def query_of(link: str) -> str:
    """What stands behind the question mark; of a text without one all of it, of an address without one nothing."""
    text = link.strip()
    return text.partition("?")[2].partition("#")[0] if "?" in text else "" if "://" in text else text


def path_of(link: str) -> str:
    """What stands before the question mark, without the address of the app: the name of its page, "" for Explore."""
    text = link.strip()
    return "" if "?" not in text and "://" not in text else text.partition("?")[0].rstrip("/").rpartition("/")[2]


def arrival(link: str) -> Arrival:
    """The scene of a link, and a sentence for each part that could not be read.

    Raises TypeError for what is no text, ValueError for a text without a query.
    """
    if not isinstance(link, str):
        raise TypeError(f"link is the text of an address, not {type(link).__name__}.")
    text, query = link.strip(), query_of(link)
    try:
        fields = parse_qs(query, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise ValueError(f"The link has more than {MOST_FIELDS} fields.") from None
    if "=" not in query and "://" not in text:
        raise ValueError("This is no link: it has no question mark with fields behind it, as ?surface=himmelblau.")
    return Scene.from_query(fields)


def open_link(link: str) -> Scene:
    """The scene that a link of the app names; what cannot be read in it stands at its default, as in the app.

    Raises TypeError for what is no text, ValueError for a text without a query.
    """
    return arrival(link).scene
