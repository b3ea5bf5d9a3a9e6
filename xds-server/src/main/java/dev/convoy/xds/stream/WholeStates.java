package dev.convoy.xds.stream;

import dev.convoy.xds.snapshot.Resource;
import dev.convoy.xds.snapshot.ResourceType;
import dev.convoy.xds.snapshot.SetVersion;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The whole states of some types that were told last, shared by the streams of a group: nearly always all its clients are in the same
 * state, and then it is put together once.
 */
final class WholeStates {
    private final Map<ResourceType, State> last = new ConcurrentHashMap<>();

    /** The resources of that version, which says what they are. */
    List<Resource> of(ResourceType type, SetVersion version, Supplier<List<Resource>> resources) {
        State state = last.get(type);
        if (state == null || !state.version().equals(version)) {
            state = new State(version, List.copyOf(resources.get()));
            last.put(type, state);
        }
        return state.resources();
    }

    private record State(SetVersion version, List<Resource> resources) {}
}
