package dev.convoy.control.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.control.api.ApiRequest.Collection;
import dev.convoy.control.api.ApiRequest.Item;
import dev.convoy.control.api.ApiRequest.Part;
import dev.convoy.model.Kind;
import dev.convoy.model.MemberId;
import dev.convoy.model.ObjectId;
import dev.convoy.model.Tree;
import org.junit.jupiter.api.Test;

final class PathReaderTest {
    @Test
    void aPathNamesAnObjectInEitherTree() {
        assertThat(item("/apis/gateway.networking.k8s.io/v1/namespaces/store/httproutes/web")
                        .id())
                .isEqualTo(new ObjectId(Tree.fleet(), Kind.HTTP_ROUTE, "store", "web"));
        assertThat(item("/members/tokyo/api/v1/namespaces/store/services/web").id())
                .isEqualTo(new ObjectId(Tree.of(new MemberId("tokyo")), Kind.SERVICE, "store", "web"));
    }

    @Test
    void aNamespaceIsItselfAnObject() {
        assertThat(item("/api/v1/namespaces/store").id().kind()).isEqualTo(Kind.NAMESPACE);
        assertThat(item("/api/v1/namespaces/store/status").part()).isEqualTo(Part.STATUS);
        assertThat(((Collection) PathReader.read("/api/v1/namespaces/store/services")).namespace())
                .isEqualTo("store");
    }

    @Test
    void theAliasOfGkeMeansTheStandardKind() {
        assertThat(item("/apis/net.gke.io/v1/namespaces/store/serviceexports/web")
                        .id()
                        .kind())
                .isEqualTo(Kind.SERVICE_EXPORT);
    }

    @Test
    void whatIsMistypedIsAnsweredWithWhatIsNearby() {
        refused("/apis/gateway.networking.k8s.io/v1/namespaces/store/httproute", "Did you mean \"httproutes\"?");
        refused("/apis/gateway.networking.k8s.io/v2/httproutes", "Did you mean \"v1\"?");
        refused("/apis/gateway.networking.io/v1", "Did you mean \"gateway.networking.k8s.io\"?");
        refused("/apis/apps/v1", "There are:");
        refused("/ap/v1", "Did you mean \"api\"?");
        refused("/apis/gateway.networking.k8s.io/v1/httproutes/web", "namespaces/<namespace>/httproutes/web");
        refused("/api/v1/namespaces/store/namespaces/x", "do not live in a namespace");
    }

    @Test
    void aMemberHasNoMembersOfItsOwn() {
        refused("/members/tokyo/apis/fleet.convoy.dev/v1alpha1/memberships", "no API group");
    }

    @Test
    void whatCannotBeANameIsNotLookedFor() {
        refused("/api/v1/namespaces/default/secrets/%00", "Nothing is named");
        refused("/api/v1/namespaces/default/secrets/..%2f", "Nothing is named");
        refused("/members/To_kyo/api", "cannot be a member's name");
    }

    private static Item item(String path) {
        return (Item) PathReader.read(path);
    }

    private static void refused(String path, String sentence) {
        assertThatThrownBy(() -> PathReader.read(path))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(sentence);
    }
}
