package dev.convoy.registry.store;

import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.ColumnTransformer;
import org.jspecify.annotations.Nullable;

/** One line of the history: what a commit made of an object. Of a Secret without its body, save that of the tombstone. */
@Entity
@Table(name = "changes")
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
class ChangeRow {
    @EmbeddedId
    ChangeKey key;

    @Enumerated(EnumType.STRING)
    ObjectStore.Change.Type type;

    UUID uid;

    @Column(name = "object_revision")
    long objectRevision;

    long generation;
    Instant created;

    @ColumnTransformer(read = JsonColumn.READ, write = JsonColumn.WRITE)
    @Nullable
    String body;

    String author;
    Instant at;
}
