# dies by: test_what_is_wrong_is_refused
"""What goes in and out."""

from pydantic import BaseModel, ConfigDict, Field


class Row(BaseModel):
    """One patient."""

    model_config = ConfigDict(extra="forbid")
    age: float = Field(ge=0, le=120)  # nobody was older
    sex: float = Field(ge=1, le=2, multiple_of=1)  # as it is coded
    bmi: float = Field(ge=8, le=100)
    bp: float = Field(ge=20, le=250)
    s1: float = Field(ge=20, le=1000)
    s2: float = Field(ge=5, le=800)
    s3: float = Field(ge=1, le=300)
    s4: float = Field(ge=0.5, le=40)
    s5: float = Field(allow_inf_nan=False)
    s6: float = Field(ge=20, le=600)


class Batch(BaseModel):
    """A request."""

    rows: list[Row] = Field(min_length=1, max_length=100)


class Predictions(BaseModel):
    """An answer."""

    model_version: str
    predictions: list[float]
