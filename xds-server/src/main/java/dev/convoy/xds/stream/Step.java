package dev.convoy.xds.stream;

import dev.convoy.xds.snapshot.ResourceType;

/**
 * The order in which an Envoy must hear of changes, as the order of these constants: what is added comes before what needs it, what
 * is removed goes after what needed it.
 */
enum Step {
    ADD_SECRETS(ResourceType.SECRET, true, false),
    ADD_CLUSTERS(ResourceType.CLUSTER, true, false),
    ADD_ENDPOINTS(ResourceType.ENDPOINTS, true, false),
    /** Both at once: a listener that takes over another's address must not wait for a second response. */
    CHANGE_LISTENERS(ResourceType.LISTENER, true, true),
    ADD_SCOPES(ResourceType.SCOPES, true, false),
    ADD_ROUTES(ResourceType.ROUTES, true, false),
    REMOVE_SCOPES(ResourceType.SCOPES, false, true),
    REMOVE_ROUTES(ResourceType.ROUTES, false, true),
    REMOVE_CLUSTERS(ResourceType.CLUSTER, false, true),
    REMOVE_ENDPOINTS(ResourceType.ENDPOINTS, false, true),
    REMOVE_SECRETS(ResourceType.SECRET, false, true);

    final ResourceType type;
    final boolean adds;
    final boolean removes;

    Step(ResourceType type, boolean adds, boolean removes) {
        this.type = type;
        this.adds = adds;
        this.removes = removes;
    }
}
