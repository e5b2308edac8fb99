"""The addresses of the office's pages."""

from django.urls import URLPattern, URLResolver, path

from hustings.web.office import boxes, doing, imports, letters, persons, reminding, rulebooks, today

urlpatterns: list[URLPattern | URLResolver] = [
    path("office/", today.today, name="office-today"),
    path("office/open/", rulebooks.begin, name="office-open"),
    path("office/open/<slug:proceeding>/<slug:digest>/", doing.open_seat, name="office-open-seat"),
    path("office/lists/", imports.lists, name="office-lists"),
    path("office/lists/<slug:what>/", imports.bring_in, name="office-import"),
    path("office/rulebooks/", rulebooks.books, name="office-rulebooks"),
    path("office/rulebooks/own/", rulebooks.upload, name="office-rulebook-upload"),
    path("office/rulebooks/adopt/<slug:rulebook>/", rulebooks.adopt, name="office-adopt"),
    path("office/persons/", persons.persons, name="office-persons"),
    path("office/persons/new/", persons.new_person, name="office-new-person"),
    path("office/persons/<slug:reference>/", persons.person, name="office-person"),
    path("office/persons/<slug:reference>/role/", persons.grant_role, name="office-grant"),
    path(
        "office/persons/<slug:reference>/role/<int:grant>/end/",
        persons.end_role,
        name="office-end-role",
    ),
    path(
        "office/persons/<slug:reference>/keys/<slug:key>/",
        persons.register_key,
        name="office-register-key",
    ),
    path(
        "office/persons/<slug:reference>/keys/<slug:key>/end/",
        persons.revoke_key,
        name="office-revoke-key",
    ),
    path("office/seats/<slug:proceeding>/", today.seat, name="office-seat"),
    path("office/seats/<slug:proceeding>/meetings/", today.units, name="office-units"),
    path(
        "office/seats/<slug:proceeding>/remind/<str:unit>/",
        reminding.remind,
        name="office-remind",
    ),
    path("office/seats/<slug:proceeding>/letters/", letters.letters, name="office-letters"),
    path(
        "office/seats/<slug:proceeding>/letters/<int:entry>/pack.pdf",
        letters.pack,
        name="office-letters-pack",
    ),
    path(
        "office/seats/<slug:proceeding>/letters/<int:entry>/posted/",
        letters.posted,
        name="office-letters-posted",
    ),
    path(
        "office/seats/<slug:proceeding>/letters/<int:entry>/<slug:channel>/record/",
        letters.record,
        name="office-letters-record",
    ),
    path(
        "office/seats/<slug:proceeding>/letters/again/<int:notice>/",
        letters.another_way,
        name="office-letter-again",
    ),
    path(
        "office/seats/<slug:proceeding>/letters/given/<int:notice>/",
        letters.given,
        name="office-letter-given",
    ),
    path("office/seats/<slug:proceeding>/box/", boxes.box, name="office-box"),
    path(
        "office/seats/<slug:proceeding>/box/contest/<slug:group>/",
        boxes.contest,
        name="office-box-contest",
    ),
    path("office/seats/<slug:proceeding>/box/files/", boxes.files, name="office-box-files"),
    path("office/seats/<slug:proceeding>/<slug:act>/", doing.do, name="office-do"),
]
