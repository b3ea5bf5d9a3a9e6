package dev.convoy.registry.store;

import jakarta.persistence.Embeddable;

/** One change of one object: under a revision it changes at most once. */
@Embeddable
record ChangeKey(long revision, ObjectKey object) {}
