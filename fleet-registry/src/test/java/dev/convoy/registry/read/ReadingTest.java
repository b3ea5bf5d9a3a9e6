package dev.convoy.registry.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.model.EndpointSlice;
import dev.convoy.model.EndpointSlice.Endpoint;
import dev.convoy.model.GroupKind;
import dev.convoy.model.Kind;
import dev.convoy.model.Locality;
import dev.convoy.model.Member;
import dev.convoy.model.MemberId;
import dev.convoy.model.Namespace;
import dev.convoy.model.Reference;
import dev.convoy.model.ReferenceGrant;
import dev.convoy.model.Service;
import dev.convoy.model.ServiceExport;
import dev.convoy.model.ServiceImport;
import dev.convoy.model.SocketAddress;
import dev.convoy.model.TlsCertificate;
import dev.convoy.model.TlsSecret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadingTest {
    @Test
    void aNamespaceCarriesItsNameAsALabel() {
        assertThat(Stored.read(Namespace.class, Kind.NAMESPACE, "{metadata: {labels: {team: 'a'}}}")
                        .meta()
                        .labels())
                .containsEntry("team", "a")
                .containsEntry("kubernetes.io/metadata.name", "web");
    }

    @Test
    void onlyTcpPortsOfAServiceAreRead() {
        assertThat(Stored.read(
                                Service.class,
                                Kind.SERVICE,
                                "{spec: {ports: [{port: 80}, {name: 'dns', port: 53, protocol: 'UDP'}, {name: 'grpc', port: 90, protocol: 'TCP', appProtocol: 'kubernetes.io/h2c'}]}}")
                        .ports())
                .containsExactly(new Service.Port("", 80, ""), new Service.Port("grpc", 90, "kubernetes.io/h2c"));
    }

    @Test
    void anImportHasThePortsItDeclares() {
        assertThat(Stored.read(ServiceImport.class, Kind.SERVICE_IMPORT, "{spec: {ports: [{name: 'http', port: 80}]}}")
                        .ports())
                .containsExactly(new Service.Port("http", 80, ""));
    }

    @Test
    void aGrantWithoutANameIsForAllOfTheKind() {
        ReferenceGrant grant = Stored.read(
                ReferenceGrant.class,
                Kind.REFERENCE_GRANT,
                "{spec: {from: [{group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'shop'}], to: [{group: '', kind: 'Service'}]}}");
        GroupKind route = new GroupKind("gateway.networking.k8s.io", "HTTPRoute");
        Reference target = new Reference(new GroupKind("", "Service"), "store", "any");
        assertThat(grant.permits(route, "shop", target)).isTrue();
        assertThat(grant.permits(route, "other", target)).isFalse();
    }

    @Nested
    class AnEndpointSlice {
        private static final String LABEL = "metadata: {labels: {'kubernetes.io/service-name': 'web'}}";

        @Test
        void isReadyWhereItDoesNotSayOtherwise() {
            EndpointSlice slice = Stored.read(
                    EndpointSlice.class,
                    Kind.ENDPOINT_SLICE,
                    "{" + LABEL + ", addressType: 'IPv4', ports: [{name: 'http', port: 8080}, {name: 'any'}],"
                            + " endpoints: [{addresses: ['10.0.0.1', '10.0.0.9'], zone: 'a'}, {addresses: ['10.0.0.2'], conditions: {ready: null}},"
                            + " {addresses: ['10.0.0.3'], conditions: {ready: false}}, {addresses: []}]}");
            assertThat(slice.service()).isEqualTo("web");
            assertThat(slice.ports()).containsExactly(new EndpointSlice.Port("http", 8080));
            assertThat(slice.endpoints())
                    .containsExactly(
                            new Endpoint("10.0.0.1", true, "a"),
                            new Endpoint("10.0.0.2", true, ""),
                            new Endpoint("10.0.0.3", false, ""));
        }

        @ParameterizedTest
        @CsvSource({
            "::ffff:127.0.0.1, 127.0.0.1",
            "0:0:0:0:0:0:0:1, ::1",
            "0::1, ::1",
            "FE80::1, fe80::1",
            "1:0:0:2:0:0:0:3, 1:0:0:2::3",
            "1:0:2:3:4:5:6:7, 1:0:2:3:4:5:6:7",
            "1::, 1::",
            "::, ::"
        })
        void cannotHideAnAddressBehindAnotherSpelling(String written, String meant) {
            assertThat(Stored.read(
                                    EndpointSlice.class,
                                    Kind.ENDPOINT_SLICE,
                                    "{" + LABEL + ", endpoints: [{addresses: ['" + written + "']}]}")
                            .endpoints())
                    .extracting(Endpoint::address)
                    .containsExactly(meant);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "127.1",
                    "0177.0.0.1",
                    "2130706433",
                    "0x7f.0.0.1",
                    "localhost",
                    "fe80::1%eth0",
                    "",
                    " 10.0.0.1"
                })
        void admitsNothingButAnIpAddress(String address) {
            assertThat(Stored.reason(
                            Kind.ENDPOINT_SLICE, "{" + LABEL + ", endpoints: [{addresses: ['" + address + "']}]}"))
                    .isEqualTo("endpoints[0].addresses[0]: \"" + address + "\" is not an IP address");
        }

        @Test
        void isIgnoredWhereItHoldsNamesOrBelongsToNoService() {
            assertThat(Stored.read(Kind.ENDPOINT_SLICE, "{" + LABEL + ", addressType: 'FQDN'}"))
                    .isInstanceOf(ReadResult.Ignored.class);
            assertThat(Stored.read(Kind.ENDPOINT_SLICE, "{}")).isInstanceOf(ReadResult.Ignored.class);
        }
    }

    @Nested
    class AMembership {
        @Test
        void sharesTheNetworkWithoutANameUnlessItNamesOne() {
            Member member = Stored.read(Member.class, Kind.MEMBERSHIP, "{}");
            assertThat(member.network()).isEmpty();
            assertThat(member.eastWest()).isNull();
            assertThat(member.allowLoopbackEndpoints()).isFalse();
        }

        @Test
        void isReadInFull() {
            Member member = Stored.read(
                    Member.class,
                    Kind.MEMBERSHIP,
                    "{spec: {locality: {region: 'asia', zone: 'a'}, network: 'n1', gatewayAddresses: ['127.0.3.1'],"
                            + " eastWest: {address: '127.0.3.9'}, allowLoopbackEndpoints: true}}");
            assertThat(member.locality()).isEqualTo(new Locality("asia", "a"));
            assertThat(member.network()).isEqualTo("n1");
            assertThat(member.gatewayAddresses()).containsExactly("127.0.3.1");
            assertThat(member.eastWest()).isEqualTo(new SocketAddress("127.0.3.9", 15_443));
            assertThat(member.allowLoopbackEndpoints()).isTrue();
        }
    }

    @Nested
    class AServiceExport {
        @Test
        void isForEveryMemberUnlessItNamesSome() {
            assertThat(Stored.read(ServiceExport.class, Kind.SERVICE_EXPORT, "{}")
                            .exportTo())
                    .isEmpty();
            assertThat(export("singapore, osaka,osaka").exportTo())
                    .containsExactly(new MemberId("osaka"), new MemberId("singapore"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "osaka,", "Osaka", "*"})
        void thatNamesNobodyIsNotForEverybody(String members) {
            assertThat(Stored.reason(Kind.SERVICE_EXPORT, annotated(members)))
                    .startsWith("metadata.annotations[fleet.convoy.dev/export-to]: ")
                    .contains("is not the name of a member; write names with commas");
        }

        private static ServiceExport export(String members) {
            return Stored.read(ServiceExport.class, Kind.SERVICE_EXPORT, annotated(members));
        }

        private static String annotated(String members) {
            return "{metadata: {annotations: {'fleet.convoy.dev/export-to': '" + members + "'}}}";
        }
    }

    @Nested
    class ASecret {
        private static final String CHAIN = "-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----\n";
        private static final String KEY = "-----BEGIN PRIVATE KEY-----\nCANARY\n-----END PRIVATE KEY-----\n";

        @Test
        void isACertificateWhereItsTypeSaysSo() {
            assertThat(Stored.read(TlsSecret.class, Kind.SECRET, tls(base64(CHAIN), base64(KEY)))
                            .certificate())
                    .isEqualTo(new TlsCertificate(CHAIN, KEY));
        }

        @Test
        void ofAnotherTypeIsIgnored() {
            assertThat(Stored.read(Kind.SECRET, "{type: 'Opaque', data: {password: 'c2VjcmV0'}}"))
                    .isInstanceOf(ReadResult.Ignored.class);
        }

        @Test
        void isNeverQuoted() {
            assertThat(Stored.reason(Kind.SECRET, tls(base64(CHAIN), "CANARY!")))
                    .isEqualTo("data.tls.key: must be base64");
            assertThat(Stored.reason(Kind.SECRET, tls(base64(CHAIN), base64("CANARY"))))
                    .isEqualTo("data.tls.key: must hold PEM with a private key");
            assertThat(Stored.read(Kind.SECRET, tls(base64(CHAIN), base64(KEY))).toString())
                    .doesNotContain("CANARY");
        }

        private static String tls(String chain, String key) {
            return "{type: 'kubernetes.io/tls', data: {'tls.crt': '" + chain + "', 'tls.key': '" + key + "'}}";
        }

        private static String base64(String text) {
            return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
