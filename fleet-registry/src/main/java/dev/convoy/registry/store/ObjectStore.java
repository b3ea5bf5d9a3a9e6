package dev.convoy.registry.store;

import dev.convoy.model.Kind;
import dev.convoy.model.ObjectId;
import dev.convoy.model.Tree;
import dev.convoy.model.plan.GatewayAddresses;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps every object of the fleet. All methods block and may be called from any thread but an event loop (use virtual threads).
 *
 * <p>Revisions are fleet-wide and commit-ordered: whoever has read up to revision r has seen every change up to r. Every method throws
 * {@link StoreException}, whose code says what happened; after an exception nothing was changed, save that {@code UNAVAILABLE} in the
 * middle of a commit leaves open whether it was carried out: read again before you repeat it.
 */
public interface ObjectStore {
    /**
     * Carries out all writes as one transaction under one revision, or none of them. A write that changes nothing takes no revision and
     * leaves the object as it is. The generation grows where anything but metadata and status changed. No object may be written twice in
     * one commit.
     *
     * @return the objects as they are afterwards, in the order of the writes; a deleted one as it last was, with its last revision
     */
    List<StoredObject> commit(List<Write> writes, Author author);

    Optional<StoredObject> find(ObjectId id);

    /** All objects of a kind in a tree, in the order of their ids, as of one revision. An empty namespace means all. */
    Listing list(Tree tree, Kind kind, String namespace);

    /** Everything, as of one revision: what a replica starts from. */
    Listing listAll();

    /**
     * The changes of specs and metadata after a revision, in commit order, about {@code limit} of them: a revision comes whole or not at
     * all, and at least one comes where there is one. Of a Secret only the last change comes, for what it held before is not kept.
     *
     * @throws StoreException with {@code GONE} where history no longer reaches back that far: list again
     */
    Changes changesAfter(long revision, int limit);

    /**
     * Replaces the status of an object; an unchanged one is not written. Takes no revision, and never notifies. Fails with {@code
     * NOT_FOUND} where the object is gone.
     */
    void putStatus(ObjectId id, Status status);

    /**
     * The objects whose status was written after that point, and the point to go on from. Watches poll this, so that
     * {@code kubectl wait} sees conditions change.
     */
    StatusChanges statusesAfter(long point);

    /** The addresses that Gateways hold in members. */
    GatewayAddresses addresses();

    /**
     * Gives a Gateway an address unless it has one already, or somebody else has that one.
     *
     * @return whether the Gateway now holds exactly this address
     */
    boolean assignAddress(GatewayAddresses.Holder holder, String address);

    void releaseAddress(GatewayAddresses.Holder holder);

    /** Calls back, from some thread, soon after something was committed anywhere. A hint only: polling is the truth. */
    Subscription onCommit(Runnable hint);

    /** Ends with {@link #close}. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    /** Who writes, for history and audit; never taken from what the client says of itself. */
    record Author(String name) {}

    /** Objects and the revision at which this was the truth. */
    record Listing(long revision, List<StoredObject> items) {
        public Listing {
            items = List.copyOf(items);
        }
    }

    /** Changes, and the revision up to which they are complete. */
    record Changes(List<Change> changes, long upTo) {
        public Changes {
            changes = List.copyOf(changes);
        }
    }

    /**
     * One object as it is since {@code revision}; its status is today's. {@code object} is as it last was where it was deleted, of a
     * Secret only who it was.
     */
    record Change(Type type, long revision, StoredObject object) {
        /** What happened. */
        public enum Type {
            ADDED,
            MODIFIED,
            DELETED
        }
    }

    /** See {@link #statusesAfter}. */
    record StatusChanges(List<ObjectId> changed, long upTo) {
        public StatusChanges {
            changed = List.copyOf(changed);
        }
    }

    /** What to do with one object. */
    sealed interface Write {
        ObjectId id();

        /** Fails with {@code ALREADY_EXISTS} where it is there. */
        record Create(ObjectId id, Manifest manifest) implements Write {}

        /** Fails with {@code NOT_FOUND}, or with {@code CONFLICT} where the object is no longer at the expected revision. */
        record Replace(
                ObjectId id, Manifest manifest, @Nullable Long expectedRevision) implements Write {}

        /** Creates or replaces: what a member reports of itself. */
        record Put(ObjectId id, Manifest manifest) implements Write {}

        /** Fails as {@link Replace} does. */
        record Delete(ObjectId id, @Nullable Long expectedRevision) implements Write {}
    }
}
