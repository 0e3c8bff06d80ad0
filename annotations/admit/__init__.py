"""Letting people in and settling by which rules they work: accounts, tokens, projects, members, guidelines."""

from annotations.admit.people import (
    change_own_address,
    change_own_password,
    change_user,
    create_user,
    deactivate_user,
    invite_user,
    issue_token,
    reset_password,
    revoke_token,
)
from annotations.admit.policies import write_policies
from annotations.admit.projects import (
    Rules,
    add_member,
    change_project,
    create_project,
    remove_member,
    rules_of,
    write_guideline,
)

__all__ = [
    "Rules",
    "add_member",
    "change_own_address",
    "change_own_password",
    "change_project",
    "change_user",
    "create_project",
    "create_user",
    "deactivate_user",
    "invite_user",
    "issue_token",
    "remove_member",
    "reset_password",
    "revoke_token",
    "rules_of",
    "write_guideline",
    "write_policies",
]
