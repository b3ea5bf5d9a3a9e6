package dev.convoy.registry.store;

import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.ColumnTransformer;
import org.jspecify.annotations.Nullable;

/** An object as it is. Either {@code body} or, of a Secret, {@code sealed} is there. */
@Entity
@Table(name = "objects")
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
class ObjectRow {
    @EmbeddedId
    ObjectKey key;

    UUID uid;
    long revision;
    long generation;
    Instant created;

    @ColumnTransformer(read = JsonColumn.READ, write = JsonColumn.WRITE)
    @Nullable
    String body;

    byte @Nullable [] sealed;
}
