package dev.convoy.xds.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.xds.snapshot.ResourceKey;
import dev.convoy.xds.snapshot.ResourceType;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The scopes of an Envoy whose requests find routes. */
final class WorkingScopes {
    private WorkingScopes() {}

    static Set<String> of(ModelEnvoy envoy) {
        var working = new TreeMap<>(envoy.of(ResourceType.SCOPES));
        Set<String> routes = envoy.of(ResourceType.ROUTES).keySet();
        working.values()
                .removeIf(scope -> !routes.containsAll(scope.references().routes()));
        return working.keySet();
    }

    static void assertStillThere(Set<String> before, ModelEnvoy envoy) {
        if (envoy.isScoped()) {
            var lost = new TreeSet<>(before);
            lost.removeAll(of(envoy));
            // A scope that holds routes serves no request.
            lost.removeIf(
                    name -> !name.startsWith("bucket") || !envoy.canBeKept(new ResourceKey(ResourceType.SCOPES, name)));
            assertThat(lost).as("scopes that found routes until now").isEmpty();
        }
    }
}
