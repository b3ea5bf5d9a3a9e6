package dev.convoy.xds.stream;

import com.google.rpc.Status;
import dev.convoy.xds.snapshot.ResourceType;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Requests out of protobuf. */
final class Messages {
    private static final Map<String, ResourceType> TYPES =
            Stream.of(ResourceType.values()).collect(Collectors.toMap(ResourceType::typeUrl, Function.identity()));

    private Messages() {}

    /** Nothing where the type is one that is not served here; such a request is left unanswered. Where one is served, it need not be said. */
    static Optional<Request> request(DiscoveryRequest message, Set<ResourceType> served) {
        return type(message.getTypeUrl(), served)
                .map(type -> new Request.Sotw(
                        type,
                        message.getVersionInfo(),
                        message.getResourceNamesList(),
                        message.getResponseNonce(),
                        message.hasErrorDetail() ? words(message.getErrorDetail()) : null));
    }

    static Optional<Request> request(DeltaDiscoveryRequest message, Set<ResourceType> served) {
        return type(message.getTypeUrl(), served)
                .map(type -> new Request.Delta(
                        type,
                        message.getResourceNamesSubscribeList(),
                        message.getResourceNamesUnsubscribeList(),
                        message.getInitialResourceVersionsMap(),
                        message.getResponseNonce(),
                        message.hasErrorDetail() ? words(message.getErrorDetail()) : null));
    }

    private static Optional<ResourceType> type(String url, Set<ResourceType> served) {
        return url.isEmpty() && served.size() == 1
                ? served.stream().findFirst()
                : Optional.ofNullable(find(url)).filter(served::contains);
    }

    private static @Nullable ResourceType find(String url) {
        return TYPES.get(url);
    }

    private static String words(Status refusal) {
        return refusal.getMessage().isEmpty()
                ? "refused without a word (code " + refusal.getCode() + ")"
                : refusal.getMessage();
    }
}
