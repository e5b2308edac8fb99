"""An account ties a session to a person of the record; it holds no right and no password."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from hustings.conduct.roles import Person


class Accounts(BaseUserManager["Account"]):
    """Accounts come into being when a known person first asks for a code."""

    def of(self, person: Person, address: str) -> "Account":
        """The account of ``person``, at the address that the organisation has for them now."""
        self.filter(email__iexact=address).exclude(person=person.id).delete()
        account, made = self.get_or_create(person=person.id, defaults={"email": address})
        if made:
            account.set_unusable_password()
            account.save(update_fields=["password"])
        if account.email != address:
            account.email = address
            account.save(update_fields=["email"])
        return account


class Account(AbstractBaseUser):
    """One person's way in."""

    person = models.CharField(max_length=64, unique=True)
    email = models.EmailField(max_length=254)
    is_active = models.BooleanField(default=True)

    objects: ClassVar[Accounts] = Accounts()  # type: ignore[assignment]

    USERNAME_FIELD = "person"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["email"]

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("email"), name="one_address_one_account")
        ]

    def __str__(self) -> str:
        return self.person
