package dev.convoy.registry.member;

/** What the bearer of an access token may do. */
public enum Role {
    /** Everything. */
    FLEET_ADMIN
}
