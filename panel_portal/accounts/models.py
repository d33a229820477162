"""Who may sign in. A sign-in is an e-mail address; what it may do comes from its roles."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone


class UserManager(BaseUserManager):
    """Makes sign-ins; the address is compared without regard to capitals."""

    def create_user(self, email: str, password: str | None = None, **fields):
        if not email:
            raise ValueError("A sign-in needs an e-mail address.")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in: a clerk, a member, somebody in the Commissioner's office, an administrator."""

    internal = True

    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField(max_length=120, help_text="As others will see it in the history of a record.")
    is_staff = models.BooleanField("may open the admin", default=False)
    is_active = models.BooleanField(
        "may sign in", default=True, help_text="Switch this off instead of deleting somebody who left."
    )
    code_by_email = models.BooleanField(
        "ask for a code by e-mail each time",
        default=False,
        help_text="A second factor for somebody without an authenticator app.",
    )
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_sign_in_for_each_address",
                violation_error_message="Somebody already signs in with this address.",
            )
        ]

    def __str__(self):
        return self.name or self.email

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name.split(" ")[0]
