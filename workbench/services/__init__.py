"""The embedded PostgreSQL and broker, used only where no DATABASE_URL or BROKER_URL is given."""
