"""Django's PostgreSQL, with statements that stay prepared and a health check that asks nobody."""
