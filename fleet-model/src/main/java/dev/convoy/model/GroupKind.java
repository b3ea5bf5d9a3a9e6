package dev.convoy.model;

/** An API group (empty for the core group) and a kind, as a reference names them; Convoy need not know them. */
public record GroupKind(String group, String kind) {
    @Override
    public String toString() {
        return group.isEmpty() ? kind : group + "/" + kind;
    }
}
