"""The official block of a definition and its published standard.

Source: PermenPAN-RB 35/2012 (form of an SOP AP); UU 25/2009 art. 21 (service standard).
"""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from engine.sop.shape import NIP, Clock, Day, DurationText, Line, Shape, Slug, Words


class Class(Shape):
    """Classification of the SOP."""

    nature: Literal["administratif", "teknis"] = Field(
        description="Sifat: teknis is done by one executor under PermenPAN-RB 35/2012."
    )
    scope: Literal["makro", "mikro"] = Field(default="mikro", description="Cakupan.")
    completeness: Literal["final", "parsial"] = Field(
        default="final", description="Kelengkapan: final ends in the final product."
    )
    activity: Literal["pelayanan", "rutin", "penugasan"] = Field(
        default="pelayanan", description="Jenis kegiatan."
    )


class Approval(Shape):
    """Who put the SOP into force (disahkan oleh)."""

    position: Line = Field(description="Nomenclature of the office.")
    name: Line = Field(description="Name with titles.")
    nip: Annotated[str, StringConstraints(pattern=NIP)] | None = Field(
        default=None, description="NIP, 18 digits."
    )


class Related(Shape):
    """Another SOP this one has to do with (keterkaitan)."""

    sop: Slug = Field(description="Its id.")
    link: Literal["lanjutan", "prasyarat", "terkait", "bagian_dari_makro"] = Field(
        default="terkait", description="How it relates."
    )


class Identity(Shape):
    """The identity block of the official form (bagian identitas)."""

    number: Line = Field(description="Nomor SOP, as the office's letter rules number it.")
    unit: Slug = Field(description="The unit that makes the SOP; a key of the units register.")
    created: Day = Field(description="Tanggal pembuatan: when it was first finished.")
    revised: Day | None = Field(default=None, description="Tanggal revisi.")
    effective: Day = Field(description="Tanggal efektif.")
    review_every: DurationText = Field(
        default="12 bulan", description="How often it must be reviewed; yearly by regulation."
    )
    approved_by: Approval = Field(description="Disahkan oleh.")
    legal_basis: tuple[Slug, ...] = Field(
        min_length=1, description="Dasar hukum: keys of the regulations register."
    )
    qualifications: tuple[Words, ...] = Field(default=(), description="Kualifikasi pelaksana.")
    related: tuple[Related, ...] = Field(default=(), description="Keterkaitan.")
    equipment: tuple[Words, ...] = Field(default=(), description="Peralatan/perlengkapan.")
    warnings: tuple[Words, ...] = Field(default=(), description="Peringatan.")
    records: tuple[Words, ...] = Field(default=(), description="Pencatatan dan pendataan.")


class Service(Shape):
    """The published service standard (standar pelayanan); an internal SOP has none."""

    promise: DurationText = Field(description="Jangka waktu penyelesaian: what is promised.")
    legal_limit: DurationText | None = Field(
        default=None, description="The limit set by law; the promise may not exceed it."
    )
    clock_starts: Literal["complete", "registered"] = Field(
        default="complete",
        description="Whether the promise counts from the complete file or from registration.",
    )
    day_one: Literal["next_working_day", "same_day"] = Field(
        default="next_working_day", description="Which day is the first of `hari kerja`."
    )
    cut_off: Clock | None = Field(
        default=None, description="What arrives later counts as the next working day's."
    )
    fee: Words = Field(default="0", description="Biaya/tarif: rupiah in digits, or a text.")
    product: Words = Field(description="Produk pelayanan.")
    complaints: Words | None = Field(default=None, description="Where complaints go.")
