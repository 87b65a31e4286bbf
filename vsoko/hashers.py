"""How passwords are hashed: what one login takes for a moment is a part of what a web process may take at all."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Hasher(Argon2PasswordHasher):
    """Argon2id in 19 MB and five rounds, more than twice the least that OWASP asks for; Django's own takes 100 MB each time.

    A password hashed by other figures goes on to fit, and is hashed by these when its owner next logs in.
    """

    time_cost = 5
    memory_cost = 19 * 1024  # KiB
    parallelism = 1
