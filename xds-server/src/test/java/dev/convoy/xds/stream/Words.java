package dev.convoy.xds.stream;

import dev.convoy.xds.snapshot.Resource;
import dev.convoy.xds.snapshot.ResourceType;
import java.util.List;
import java.util.Random;

/** What Envoy says when it refuses, as it was measured: of some types it names the guilty, of others not. */
final class Words {
    private Words() {}

    static String of(ResourceType type, List<Resource> poison, Random random) {
        Resource first = poison.getFirst();
        return switch (type) {
            case CLUSTER, LISTENER -> {
                var words = new StringBuilder("Error adding/updating ")
                        .append(type == ResourceType.CLUSTER ? "cluster(s) " : "listener(s) ");
                String separator = random.nextBoolean() ? ", " : "\n";
                for (Resource resource : poison) {
                    words.append(resource == first ? "" : separator)
                            .append(resource.name())
                            .append(": bad taste");
                }
                yield words.toString();
            }
            case ENDPOINTS ->
                "goo.gle/debugonly  \ncluster_name:  \"" + first.name() + "\" : Proto constraint validation failed";
            case SCOPES ->
                "Error adding/updating scoped route(s): scope key conflict found, first scope is 'x', second scope is '"
                        + first.name() + "'";
            case ROUTES, SECRET -> "missing ): a((";
        };
    }
}
