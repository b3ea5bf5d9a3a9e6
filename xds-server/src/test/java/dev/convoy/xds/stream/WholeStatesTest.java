package dev.convoy.xds.stream;

import static dev.convoy.xds.Fixtures.cluster;
import static dev.convoy.xds.snapshot.ResourceType.CLUSTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.xds.snapshot.Resource;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class WholeStatesTest extends Conversation {
    private final WholeStates states = new WholeStates();

    @Test
    void clientsThatAreInTheSameStateAreToldTheSameResourcesPutTogetherOnce() {
        publish(cluster("a"), cluster("b"));
        List<Resource> first = told("gw-1");

        assertThat(told("gw-2")).isSameAs(first);

        publish(cluster("a", 2), cluster("b"));
        List<Resource> next = told("gw-3");
        assertThat(told("gw-4")).isSameAs(next).isNotEqualTo(first);
        assertThat(next.getLast()).as("b did not change").isSameAs(first.getLast());
    }

    private List<Resource> told(String node) {
        stream = begin(new SotwProtocol(states), node);
        state(CLUSTER, "");
        return Objects.requireNonNull(stream.next()).resources();
    }
}
