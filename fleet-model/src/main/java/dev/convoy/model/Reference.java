package dev.convoy.model;

/** A reference from one object to another, its defaults filled in by the reader; the target need not exist. */
public record Reference(GroupKind target, String namespace, String name) {
    public String qualifiedName() {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }
}
