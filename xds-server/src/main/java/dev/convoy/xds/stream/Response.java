package dev.convoy.xds.stream;

import dev.convoy.xds.snapshot.Resource;
import dev.convoy.xds.snapshot.ResourceType;
import java.util.List;

/**
 * What is to be sent next.
 *
 * @param version of the whole set that the client has afterwards (state of the world only)
 */
record Response(ResourceType type, String nonce, String version, List<Resource> resources, List<String> removed) {
    Response {
        resources = List.copyOf(resources);
        removed = List.copyOf(removed);
    }
}
