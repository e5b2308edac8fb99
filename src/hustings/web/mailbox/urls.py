"""The mailbox's addresses; included on development sites only."""

from django.urls import path

from hustings.web.mailbox import views

urlpatterns = [
    path("", views.mailbox, name="mailbox"),
    path("to/<str:address>/", views.letters, name="mailbox-person"),
    path("letter/<slug:name>/", views.letter, name="mailbox-letter"),
    path("letter/<slug:name>/<int:number>/", views.attachment, name="mailbox-attachment"),
]
