"""The addresses of the sitting representative's and the applicants' pages."""

from django.urls import path

from hustings.web.candidate import letter, selection

urlpatterns = [
    path("me/<slug:proceeding>/letter/", letter.letter, name="intention"),
    path("me/<slug:proceeding>/letter/answer/", letter.answer, name="intention-answer"),
    path("me/<slug:proceeding>/letter/withdraw/", letter.withdraw, name="intention-withdraw"),
    path("me/<slug:proceeding>/letter/next/", letter.next_step, name="readoption-next"),
    path("me/<slug:proceeding>/application/", selection.place, name="application"),
    path("me/<slug:proceeding>/application/apply/", selection.apply, name="apply"),
    path("me/<slug:proceeding>/application/withdraw/", selection.withdraw, name="withdraw"),
    path("me/<slug:proceeding>/application/recount/", selection.recount, name="ask-recount"),
    path(
        "me/<slug:proceeding>/application/consent/<slug:unit>/", selection.consent, name="consent"
    ),
]
