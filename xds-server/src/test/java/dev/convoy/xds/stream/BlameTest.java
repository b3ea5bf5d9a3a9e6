package dev.convoy.xds.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.xds.snapshot.ResourceType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The words are Envoy 1.40's own. */
class BlameTest {
    private static final List<String> SENT = List.of("k1", "k4", "k40", "lx2", "lx-dup");

    @Test
    void aClusterIsNamedInTheList() {
        assertThat(Blame.of(
                        ResourceType.CLUSTER,
                        "Error adding/updating cluster(s) k4: cluster manager: cluster provided LB specified but …",
                        SENT))
                .containsExactly("k4");
    }

    @Test
    void severalAreNamedOnOneLineOrOnSeveral() {
        assertThat(Blame.of(ResourceType.CLUSTER, "Error adding/updating cluster(s) k4: bad, k40: worse", SENT))
                .containsExactlyInAnyOrder("k4", "k40");
        assertThat(Blame.of(
                        ResourceType.LISTENER,
                        "Error adding/updating listener(s) lx2: Didn't find a registered implementation for 'no.such.filter' with type URL: ''\n"
                                + "lx-dup: error adding listener: 'lx-dup' has duplicate address",
                        SENT))
                .containsExactlyInAnyOrder("lx2", "lx-dup");
    }

    @Test
    void theDumpOfAnInvalidMessageBeginsWithItsName() {
        assertThat(Blame.of(
                        ResourceType.CLUSTER,
                        "goo.gle/debugstr  \nname: \"k4\"\ntype: EDS\n … : Proto constraint validation failed (ClusterValidationError.ConnectTimeout: value must be greater than 0s)",
                        SENT))
                .containsExactly("k4");
        assertThat(Blame.of(
                        ResourceType.ENDPOINTS,
                        "goo.gle/debugonly cluster_name:   \"k1\" endpoints { } : Proto constraint validation failed",
                        SENT))
                .containsExactly("k1");
    }

    @Test
    void anUnexpectedAssignmentIsTheOneThatWasExpected() {
        assertThat(Blame.of(ResourceType.ENDPOINTS, "Unexpected EDS cluster (expecting k1): WRONG", SENT))
                .containsExactly("k1");
    }

    @Test
    void ofTwoScopesWithOneKeyTheSecondIsToBlame() {
        assertThat(Blame.of(
                        ResourceType.SCOPES,
                        "Error adding/updating scoped route(s): scope key conflict found, first scope is 'k1', second scope is 'k4'",
                        SENT))
                .containsExactly("k4");
    }

    @Test
    void whereTheWordsNameNobodyItIsNotKnownWhoIsToBlame() {
        assertThat(Blame.of(ResourceType.ROUTES, "missing ): a((", SENT)).isEmpty();
        assertThat(Blame.of(ResourceType.CLUSTER, "something new", SENT)).isEmpty();
    }

    @Test
    void aResponseOfOneNeedsNoWords() {
        assertThat(Blame.of(ResourceType.ROUTES, "missing ): a((", List.of("main")))
                .containsExactly("main");
    }

    @Test
    void aNameOfAnyLengthTakesNoStack() {
        String endless = "x\\\"".repeat(100_000);
        assertThat(Blame.of(ResourceType.CLUSTER, "name: \"" + endless + "\" : no such name, name: \"k4\"", SENT))
                .containsExactly("k4");
    }
}
