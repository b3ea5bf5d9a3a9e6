package dev.convoy.xds.translate;

import dev.convoy.model.FleetNames;
import dev.convoy.model.SocketAddress;
import dev.convoy.xds.snapshot.EnvoyGroup;

/**
 * What an Envoy is started with: who it is and where the hub is. All else it is told by the hub.
 *
 * @param group whose Envoy it is; the hub believes the certificate, this is for people
 * @param node tells the Envoys of a group apart
 * @param admin where Envoy answers its operator; a loopback address, since it asks nobody who they are
 * @param hubHost an IP address or a name
 */
public record Bootstrap(
        EnvoyGroup group, String node, SocketAddress admin, String hubHost, int hubPort, Protocol protocol) {
    /** How resources are asked for. */
    public enum Protocol {
        /** Only what changed. */
        DELTA("DELTA_GRPC"),
        /** All resources of a type, whenever one changes. */
        STATE_OF_THE_WORLD("GRPC");

        private final String apiType;

        Protocol(String apiType) {
            this.apiType = apiType;
        }
    }

    public Bootstrap {
        if (!admin.ip().startsWith("127.") && !admin.ip().equals("::1")) {
            throw new IllegalArgumentException(
                    "Envoy's admin address " + admin + " is open to everybody; take one of 127.0.0.0/8.");
        }
    }

    /** The content of {@code envoy.yaml}. */
    public String yaml() {
        return """
                node:
                  id: %s
                  cluster: %s
                admin:
                  address: {socket_address: {address: %s, port_value: %d}}
                layered_runtime:
                  layers:
                  - name: static
                    static_layer:
                      # A backend's cluster holds Pods in plaintext beside gateways that negotiate HTTP/2. It must be a number.
                      config.do_not_validate_alpn_support: 100
                      # The hub judges expressions; Envoy's own limit of 100 is less than a long path.
                      re2.max_program_size.error_level: 100000
                overload_manager:
                  resource_monitors:
                  - name: envoy.resource_monitors.global_downstream_max_connections
                    typed_config:
                      "@type": type.googleapis.com/envoy.extensions.resource_monitors.downstream_connections.v3.DownstreamConnectionsConfig
                      max_active_downstream_connections: 50000
                dynamic_resources:
                  ads_config:
                    api_type: %s
                    transport_api_version: V3
                    set_node_on_first_message_only: true
                    grpc_services:
                    - envoy_grpc:
                        cluster_name: hub
                        retry_policy: {retry_back_off: {base_interval: 0.2s, max_interval: 2s}}
                  cds_config: {ads: {}, resource_api_version: V3}
                  lds_config: {ads: {}, resource_api_version: V3}
                static_resources:
                  clusters:
                  - name: hub
                    type: %s
                    dns_lookup_family: V4_PREFERRED
                    connect_timeout: 2s
                    load_assignment:
                      cluster_name: hub
                      endpoints:
                      - lb_endpoints:
                        - endpoint: {address: {socket_address: {address: %s, port_value: %d}}}
                    typed_extension_protocol_options:
                      envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
                        "@type": type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions
                        explicit_http_config:
                          http2_protocol_options: {connection_keepalive: {interval: 30s, timeout: 5s}}
                    upstream_connection_options:
                      tcp_keepalive: {keepalive_time: 30, keepalive_interval: 5, keepalive_probes: 3}
                    transport_socket:
                      name: envoy.transport_sockets.tls
                      typed_config:
                        "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext
                        sni: %s
                        common_tls_context:
                          tls_params: {tls_minimum_protocol_version: TLSv1_3, tls_maximum_protocol_version: TLSv1_3}
                          tls_certificate_sds_secret_configs:
                          - name: %s
                            sds_config: {resource_api_version: V3, path_config_source: {path: %s, watched_directory: {path: sds}}}
                          combined_validation_context:
                            default_validation_context:
                              match_typed_subject_alt_names: [{san_type: DNS, matcher: {exact: %s}}]
                            validation_context_sds_secret_config:
                              name: %s
                              sds_config: {resource_api_version: V3, path_config_source: {path: %s, watched_directory: {path: sds}}}
                """.formatted(
                        quoted(node),
                        quoted(group.toString()),
                        quoted(admin.ip()),
                        admin.port(),
                        protocol.apiType,
                        isIpAddress(hubHost) ? "STATIC" : "STRICT_DNS",
                        quoted(hubHost),
                        hubPort,
                        FleetNames.HUB,
                        IdentityFolder.IDENTITY,
                        IdentityFolder.sdsFile(IdentityFolder.IDENTITY),
                        FleetNames.HUB,
                        IdentityFolder.FLEET_CA,
                        IdentityFolder.sdsFile(IdentityFolder.FLEET_CA));
    }

    private static boolean isIpAddress(String host) {
        return host.contains(":") || host.matches("[0-9.]+");
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
