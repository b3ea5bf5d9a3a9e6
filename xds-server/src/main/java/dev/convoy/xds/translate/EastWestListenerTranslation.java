package dev.convoy.xds.translate;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import dev.convoy.model.SocketAddress;
import dev.convoy.xds.translate.proto.Proto;
import io.envoyproxy.envoy.config.accesslog.v3.AccessLogFilter;
import io.envoyproxy.envoy.config.accesslog.v3.AndFilter;
import io.envoyproxy.envoy.config.accesslog.v3.ComparisonFilter;
import io.envoyproxy.envoy.config.accesslog.v3.ExtensionFilter;
import io.envoyproxy.envoy.config.accesslog.v3.ResponseFlagFilter;
import io.envoyproxy.envoy.config.accesslog.v3.StatusCodeFilter;
import io.envoyproxy.envoy.config.common.mutation_rules.v3.HeaderMutation;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption.HeaderAppendAction;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.RuntimeUInt32;
import io.envoyproxy.envoy.config.core.v3.SubstitutionFormatString;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.FilterChainMatch;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteAction.ClusterNotFoundResponseCode;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.extensions.access_loggers.filters.cel.v3.ExpressionFilter;
import io.envoyproxy.envoy.extensions.filters.http.health_check.v3.HealthCheck;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.ForwardClientCertDetails;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.ServerHeaderTransformation;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.LocalReplyConfig;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.ResponseMapper;
import java.util.List;
import java.util.stream.Stream;

/**
 * The door for other members' gateways. One chain for all services: the SNI, which TLS has fixed before any header is read, becomes the
 * name of a cluster of own Pods, so there is no second hop and nothing to forge; the Host plays no part. Who may reach a service is
 * judged in its cluster. The bytes are the same for any number of services.
 */
final class EastWestListenerTranslation {
    /** Asks whether a service has an eligible Pod. */
    static final String HEALTH = "x-ew-health";

    /** Carries the cluster that the SNI names, from the early mutation to the route. */
    static final String CLUSTER = "x-ew-cluster";

    private EastWestListenerTranslation() {}

    static Listener translate(SocketAddress bind) {
        return Listener.newBuilder()
                .setName(Names.EAST_WEST)
                .setAddress(Proto.address(bind))
                .addListenerFilters(ListenerTranslation.tlsInspector())
                .addFilterChains(FilterChain.newBuilder()
                        .setName(Names.EAST_WEST)
                        .setFilterChainMatch(FilterChainMatch.newBuilder().addServerNames(Sni.ANY))
                        .setTransportSocket(FleetTls.answering())
                        .addFilters(ListenerTranslation.networkFilter(
                                "envoy.filters.network.http_connection_manager", connectionManager())))
                .build();
    }

    private static HttpConnectionManager connectionManager() {
        return HttpConnectionManager.newBuilder()
                .setStatPrefix(Names.EAST_WEST)
                .setUseRemoteAddress(Proto.FALSE) // keeps what the first hop found out about the client
                .setForwardClientCertDetails(ForwardClientCertDetails.SANITIZE)
                .setStreamIdleTimeout(Duration.getDefaultInstance()) // timeouts are the first hop's
                .setHttp2ProtocolOptions(Http2ProtocolOptions.newBuilder().setAllowConnect(true))
                .addUpgradeConfigs(ConnectionManagers.websocket())
                .addEarlyHeaderMutationExtensions(ConnectionManagers.earlyMutation(Stream.of(clusterOfSni())))
                .setLocalReplyConfig(LocalReplyConfig.newBuilder()
                        .addMappers(healthyAnswer())
                        .addMappers(notSentAnswer()))
                .setRouteConfig(routes())
                .addHttpFilters(ConnectionManagers.filter("envoy.filters.http.health_check", drain()))
                .addHttpFilters(ConnectionManagers.router())
                .setServerHeaderTransformation(ServerHeaderTransformation.PASS_THROUGH)
                .addAccessLog(AccessLogs.without(HEALTH, AccessLogs.of(Names.EAST_WEST)))
                .build();
    }

    private static HeaderMutation clusterOfSni() {
        return HeaderMutation.newBuilder()
                .setAppend(overwrite(CLUSTER, Names.LOCAL_PREFIX + "%REQUESTED_SERVER_NAME%"))
                .build();
    }

    private static HeaderValueOption overwrite(String name, String value) {
        return HeaderValueOption.newBuilder()
                .setHeader(HeaderValue.newBuilder().setKey(name).setValue(value))
                .setAppendAction(HeaderAppendAction.OVERWRITE_IF_EXISTS_OR_ADD)
                .build();
    }

    /** Health asked and a Pod eligible: the cluster's own denial becomes 200. Without an eligible Pod it is never reached. */
    private static ResponseMapper healthyAnswer() {
        String denied = "rbac_access_denied_matched_policy[" + LocalClusterTranslation.HEALTH_POLICY + "]";
        var forbidden = AccessLogFilter.newBuilder()
                .setStatusCodeFilter(StatusCodeFilter.newBuilder()
                        .setComparison(ComparisonFilter.newBuilder()
                                .setOp(ComparisonFilter.Op.EQ)
                                .setValue(RuntimeUInt32.newBuilder()
                                        .setDefaultValue(403)
                                        .setRuntimeKey("ew.health"))));
        var byHealth = AccessLogFilter.newBuilder()
                .setExtensionFilter(ExtensionFilter.newBuilder()
                        .setName("envoy.access_loggers.extension_filters.cel")
                        .setTypedConfig(Any.pack(ExpressionFilter.newBuilder()
                                .setExpression("response.code_details == \"" + denied + "\"")
                                .build())));
        return ResponseMapper.newBuilder()
                .setFilter(AccessLogFilter.newBuilder()
                        .setAndFilter(
                                AndFilter.newBuilder().addFilters(forbidden).addFilters(byHealth)))
                .setStatusCode(Proto.uint(200))
                .setBodyFormatOverride(SubstitutionFormatString.newBuilder()
                        .setTextFormatSource(DataSource.newBuilder().setInlineString("ok")))
                .build();
    }

    /** Never UC, UR or UT: those may have reached a Pod. */
    private static ResponseMapper notSentAnswer() {
        return ResponseMapper.newBuilder()
                .setFilter(AccessLogFilter.newBuilder()
                        .setResponseFlagFilter(
                                ResponseFlagFilter.newBuilder().addAllFlags(List.of("UH", "UF", "UO", "NR", "NC"))))
                .addHeadersToAdd(overwrite(Retries.NOT_SENT, "%RESPONSE_FLAGS%"))
                .build();
    }

    private static RouteConfiguration routes() {
        return RouteConfiguration.newBuilder()
                .setName(Names.EAST_WEST)
                .addVirtualHosts(VirtualHost.newBuilder()
                        .setName(Names.EAST_WEST)
                        .addDomains("*")
                        .addRoutes(Route.newBuilder()
                                .setName(Names.EAST_WEST)
                                .setMatch(RouteMatch.newBuilder().setPrefix("/"))
                                .addRequestHeadersToRemove(CLUSTER)
                                // A Pod must not say these.
                                .addResponseHeadersToRemove(Retries.NOT_SENT)
                                .addResponseHeadersToRemove("x-envoy-immediate-health-check-fail")
                                .setRoute(RouteAction.newBuilder()
                                        .setClusterHeader(CLUSTER)
                                        .setClusterNotFoundResponseCode(ClusterNotFoundResponseCode.NOT_FOUND)
                                        .setTimeout(Duration.getDefaultInstance())
                                        .setRetryPolicy(Retries.OF_LAST_HOP))))
                .build();
    }

    /** Only for draining: after {@code healthcheck/fail} each check answers 503, and each answer says that the gateway goes. */
    private static HealthCheck drain() {
        return HealthCheck.newBuilder()
                .setPassThroughMode(Proto.TRUE)
                .addHeaders(HeaderMatcher.newBuilder().setName(HEALTH).setStringMatch(Proto.exact("1")))
                .build();
    }
}
