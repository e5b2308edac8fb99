"""The addresses of the signing pages, shared by every role that signs."""

from django.urls import URLPattern, URLResolver, path

from hustings.web.signing import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign/", views.waiting, name="signing"),
    path("sign/<slug:reference>/", views.statement, name="sign"),
    path("sign/<slug:reference>/refuse/", views.refuse, name="sign-refuse"),
]
