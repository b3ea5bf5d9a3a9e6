package dev.convoy.xds.translate;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import dev.convoy.xds.translate.policy.AttemptLimit;
import dev.convoy.xds.translate.proto.Proto;
import io.envoyproxy.envoy.config.common.mutation_rules.v3.HeaderMutation;
import io.envoyproxy.envoy.config.core.v3.CidrRange;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.HttpProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.InternalAddressConfig;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.PathWithEscapedSlashesAction;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.ServerHeaderTransformation;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.UpgradeConfig;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import java.util.List;
import java.util.stream.Stream;

/** How a Gateway treats HTTP connections: hardened as Envoy's documentation asks of a proxy at the edge. */
final class ConnectionManagers {
    /** What an outside client must not say: the gateways' own words, and where it claims to come from. */
    private static final List<String> NOT_FROM_OUTSIDE = List.of(
            EastWestListenerTranslation.HEALTH,
            EastWestListenerTranslation.CLUSTER,
            Retries.NOT_SENT,
            RouteTranslation.NOWHERE,
            ScopeTranslation.HEADER,
            "forwarded",
            "x-forwarded-host",
            "x-real-ip");

    /** Whose {@code x-envoy-} headers would be obeyed. Without a range it would be every private address. */
    private static final InternalAddressConfig NOBODY = InternalAddressConfig.newBuilder()
            .addCidrRanges(
                    CidrRange.newBuilder().setAddressPrefix("255.255.255.255").setPrefixLen(Proto.uint(32)))
            .build();

    private ConnectionManagers() {}

    static HttpConnectionManager edge(String listener, Buckets buckets) {
        return HttpConnectionManager.newBuilder()
                .setStatPrefix(listener)
                .setScopedRoutes(ScopeTranslation.byHeader())
                .addHttpFilters(RequestMarks.filter(buckets))
                .addHttpFilters(filter(
                        AttemptLimit.FILTER,
                        io.envoyproxy.envoy.extensions.filters.http.header_mutation.v3.HeaderMutation
                                .getDefaultInstance()))
                .addHttpFilters(router())
                // Whom to believe: nobody.
                .setUseRemoteAddress(Proto.TRUE)
                .setInternalAddressConfig(NOBODY)
                .addEarlyHeaderMutationExtensions(
                        earlyMutation(NOT_FROM_OUTSIDE.stream().map(ConnectionManagers::removal)))
                // One spelling for one path, so that a rule cannot be walked around. No rule can contain "//".
                .setNormalizePath(Proto.TRUE)
                .setMergeSlashes(true)
                .setPathWithEscapedSlashesAction(PathWithEscapedSlashesAction.UNESCAPE_AND_REDIRECT)
                .setStripAnyHostPort(true)
                // Limits.
                .setCommonHttpProtocolOptions(HttpProtocolOptions.newBuilder().setIdleTimeout(Proto.millis(900_000)))
                .setHttp2ProtocolOptions(Http2ProtocolOptions.newBuilder()
                        .setMaxConcurrentStreams(Proto.uint(100))
                        .setInitialStreamWindowSize(Proto.uint(64 * 1024))
                        .setInitialConnectionWindowSize(Proto.uint(1024 * 1024)))
                .setRequestHeadersTimeout(Proto.millis(10_000))
                .setStreamIdleTimeout(Proto.millis(300_000))
                .setServerHeaderTransformation(ServerHeaderTransformation.PASS_THROUGH)
                .addUpgradeConfigs(websocket())
                .addAccessLog(AccessLogs.of(listener))
                .build();
    }

    static UpgradeConfig websocket() {
        return UpgradeConfig.newBuilder().setUpgradeType("websocket").build();
    }

    static HttpFilter router() {
        return filter(
                "envoy.filters.http.router",
                Router.newBuilder().setSuppressEnvoyHeaders(true).build());
    }

    static HttpFilter filter(String name, Message config) {
        return HttpFilter.newBuilder()
                .setName(name)
                .setTypedConfig(Any.pack(config))
                .build();
    }

    /** Before a route is chosen. */
    static TypedExtensionConfig earlyMutation(Stream<HeaderMutation> mutations) {
        var config =
                io.envoyproxy.envoy.extensions.http.early_header_mutation.header_mutation.v3.HeaderMutation.newBuilder()
                        .addAllMutations(mutations.toList());
        return Proto.extension("envoy.http.early_header_mutation.header_mutation", config.build());
    }

    private static HeaderMutation removal(String header) {
        return HeaderMutation.newBuilder().setRemove(header).build();
    }
}
