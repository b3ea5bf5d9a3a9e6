package dev.convoy.registry.door;

import dev.convoy.model.ObjectId;
import dev.convoy.registry.store.Manifest;
import dev.convoy.registry.store.Status;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the door says to an object. */
public sealed interface Admission {
    /**
     * It may be stored.
     *
     * @param manifest in the preferred version, pruned, with defaults
     * @param status where one came along
     * @param warnings for the author, as they stand in a {@code Warning} header
     */
    record Admitted(Manifest manifest, @Nullable Status status, List<String> warnings) implements Admission {
        public Admitted {
            warnings = List.copyOf(warnings);
        }
    }

    /** It is not what the path or the API asks for: {@code 400 BadRequest}. */
    record Malformed(String message) implements Admission {}

    /** It has the right shape, but fields of it are wrong: {@code 422 Invalid}. */
    record Invalid(String message, List<Cause> causes) implements Admission {
        public Invalid {
            causes = List.copyOf(causes);
        }

        /** In Kubernetes' words: {@code HTTPRoute.gateway.networking.k8s.io "web" is invalid: spec.rules: …}. */
        static Invalid of(ObjectId id, List<Cause> causes) {
            String kind = id.kind().group().isEmpty()
                    ? id.kind().kindName()
                    : id.kind().kindName() + "." + id.kind().group();
            String list = causes.stream().map(Cause::toString).collect(Collectors.joining(", "));
            String all = causes.size() == 1 ? list : "[" + list + "]";
            return new Invalid(kind + " \"" + id.name() + "\" is invalid: " + all, causes);
        }
    }
}
