"""Where mails go."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from workbench.mail import Mail, settings_from

SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("console:", Mail("django.core.mail.backends.console.EmailBackend")),
        ("smtp://localhost", Mail(SMTP, "localhost", 25)),
        ("smtps://a%40b:p%2Fw@mail.example.org", Mail(SMTP, "mail.example.org", 465, "a@b", "p/w", tls=True)),
        ("smtp+starttls://u:p@h:2525", Mail(SMTP, "h", 2525, "u", "p", starttls=True)),
    ],
)
def test_an_address_says_where_mails_go(address: str, found: Mail) -> None:
    assert settings_from(address) == found


@pytest.mark.parametrize("address", ["http://x", "smtp://", "smtp://u:secret@h:99999", ""])
def test_what_makes_no_sense_is_named_without_the_password(address: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="MAIL_URL") as refused:
        settings_from(address)
    assert "secret" not in str(refused.value)
