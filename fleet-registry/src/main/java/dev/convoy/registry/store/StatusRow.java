package dev.convoy.registry.store;

import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.UUID;
import org.hibernate.annotations.ColumnTransformer;

/** The status of the object with this uid, and when, in the order of status writes, it was written. */
@Entity
@Table(name = "statuses")
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
class StatusRow {
    @EmbeddedId
    ObjectKey key;

    UUID uid;
    long point;

    @ColumnTransformer(read = JsonColumn.READ, write = JsonColumn.WRITE)
    String body;
}
