package dev.convoy.registry.store;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A number that only grows: {@code revision}, {@code history} and {@code status}. */
@Entity
@Table(name = "counters")
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
class Counter {
    @Id
    String name;

    long value;
}
