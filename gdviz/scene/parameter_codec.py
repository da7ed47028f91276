"""A letter of a typed surface ↔ one value of a link."""

from gdviz.scene.bounds import NARROWEST
from gdviz.scene.text import NAME, read_number, write_number
from gdviz.scene.values import Parameter


def read_parameter(text: str) -> Parameter:
    """The inverse of write_parameter; ValueError for a bad name or number."""
    name, value, *bounds = text.split("~")
    if not NAME.fullmatch(name):
        raise ValueError("not a name")
    usual = Parameter(name, read_number(value, name=name))
    low, high = (
        (read_number(bound, name=f"a bound of {name}") for bound in bounds) if bounds else (usual.low, usual.high)
    )
    low, high = min(low, usual.value), max(high, usual.value)
    return Parameter(name, usual.value, low, high if high - low >= NARROWEST else low + 1)


def write_parameter(parameter: Parameter) -> str:
    """name~value~low~high, the bounds only where they are not the usual ones"""
    usual = Parameter(parameter.name, parameter.value)
    low, high = min(usual.low, usual.value), max(usual.high, usual.value)
    bounds = [] if (parameter.low, parameter.high) == (low, high) else [parameter.low, parameter.high]
    return "~".join([parameter.name, *(write_number(number) for number in (parameter.value, *bounds))])
