"""The addresses of a member's pages."""

from django.urls import path

from hustings.web.member import appealing, eligibility, language, mine, my_letters, rolls, unit

urlpatterns = [
    path("me/", mine.me, name="me"),
    path("me/language/", language.language, name="my-language"),
    path("me/letters/", my_letters.letters, name="my-letters"),
    path("me/letters/<int:number>/", my_letters.letter, name="my-letter"),
    path("me/<slug:proceeding>/dates/", mine.dates, name="my-dates"),
    path("me/<slug:proceeding>/eligibility/", eligibility.eligibility, name="my-eligibility"),
    path("me/<slug:proceeding>/row/", eligibility.row, name="my-row"),
    path("me/<slug:proceeding>/row.json", eligibility.row_file, name="my-row-file"),
    path("me/<slug:proceeding>/roll.json", eligibility.roll_file, name="my-roll-file"),
    path("me/<slug:proceeding>/return/", unit.my_return, name="my-return"),
    path("me/<slug:proceeding>/return/<slug:unit>/", unit.a_return, name="my-return-of"),
    path(
        "me/<slug:proceeding>/return/<slug:unit>/contest/", unit.contest, name="my-return-contest"
    ),
    path("me/<slug:proceeding>/units/", rolls.units, name="my-units"),
    path("me/<slug:proceeding>/units/object/", rolls.object_to_unit, name="my-units-object"),
    path("me/<slug:proceeding>/appeal/", appealing.appeal, name="my-appeal"),
]
