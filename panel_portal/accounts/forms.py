"""What people may change about their own sign-in."""

from django import forms

from panel_portal.accounts.models import User


class SecondFactorForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["code_by_email"]
        labels = {"code_by_email": "Send me a code by e-mail each time I sign in"}
        help_texts = {"code_by_email": "You will be asked for it after your password."}
