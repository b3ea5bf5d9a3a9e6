package dev.convoy.control.hub;

import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.convoy.control.access.Authenticator;
import dev.convoy.control.access.Identity;
import dev.convoy.control.api.ApiServer;
import dev.convoy.control.api.Limits;
import dev.convoy.control.api.TlsMaterial;
import dev.convoy.control.pipeline.Pipeline;
import dev.convoy.model.Kind;
import dev.convoy.model.MemberId;
import dev.convoy.model.SocketAddress;
import dev.convoy.model.Tree;
import dev.convoy.registry.encryption.Encryption;
import dev.convoy.registry.encryption.KeyFile;
import dev.convoy.registry.member.AccessTokens;
import dev.convoy.registry.member.FleetAuthority;
import dev.convoy.registry.member.HubCertificate;
import dev.convoy.registry.member.JoinTokens;
import dev.convoy.registry.member.Kubeconfig;
import dev.convoy.registry.member.PostgresCredentialStore;
import dev.convoy.registry.store.PostgresObjectStore;
import dev.convoy.registry.store.Retention;
import dev.convoy.xds.ServerKeys;
import dev.convoy.xds.XdsServer;
import dev.convoy.xds.XdsServerConfig;
import dev.convoy.xds.snapshot.Snapshots;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Puts the parts of the hub together: starts them in the order in which each needs the ones before, and stops them in reverse. */
@ApplicationScoped
public class HubServer {
    private static final Logger LOG = Logger.getLogger(HubServer.class);
    private static final Duration JOIN_TOKEN_VALIDITY = Duration.ofHours(1);

    private final HubConfig config;
    private final Database database;
    private final Vertx vertx;
    private final Mutiny.SessionFactory sessions;
    private final InstantSource clock = InstantSource.system();
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private volatile boolean ready;
    private volatile boolean stopping;
    private @Nullable Thread starting;

    public HubServer(HubConfig config, Database database, Vertx vertx, Mutiny.SessionFactory sessions) {
        this.database = database;
        this.config = config;
        this.vertx = vertx;
        this.sessions = sessions;
    }

    /** On a thread of its own, since it may have to wait for the database, and must be stoppable meanwhile. */
    void start(@Observes StartupEvent event) {
        starting = Thread.ofPlatform().name("hub-start").start(() -> {
            try {
                database.migrate();
                start();
            } catch (InterruptedException stopped) {
                LOG.debug("stopped before it was up", stopped);
            } catch (IOException | RuntimeException failure) {
                LOG.debug("start", failure);
                if (stopping) {
                    return; // what was interrupted is not why
                }
                LOG.error(StartFailure.sentence(failure));
                Quarkus.asyncExit(1);
            }
        });
    }

    private void start() throws IOException {
        Files.createDirectories(config.home());
        Encryption encryption = new KeyFile(config.home().resolve("convoy.key")).openOrCreate();
        PostgresObjectStore store =
                keep(PostgresObjectStore.start(vertx, sessions, Hub.databaseUrl(), encryption, Retention.DEFAULT));
        var credentials = new PostgresCredentialStore(store.transactions(), encryption);
        FleetAuthority authority =
                keep(FleetAuthority.open(credentials, config.certificates().memberLifetime(), clock));
        Supplier<HubCertificate> certificate = authority.hubCertificates(config.names());

        var tokens = new AccessTokens(credentials, clock);
        String server =
                "https://" + config.names().getFirst() + ":" + config.api().port();
        var kubeconfig = new Kubeconfig(config.home().resolve("kubeconfig"), server, authority.caPem());
        var registered = new Registered(kubeconfig, tokens);
        var peers = new Peers(authority, registered);

        var snapshots = new Snapshots();
        XdsServer xds = keep(XdsServer.start(
                XdsServerConfig.at(
                        new InetSocketAddress(config.xds().host(), config.xds().port())),
                () -> {
                    HubCertificate current = certificate.get();
                    return new ServerKeys(current.key(), current.chain(), List.of(authority.caCertificate()));
                },
                chain -> peers.group(chain.getFirst()),
                snapshots));
        Runnable cutStrangers =
                () -> xds.disconnect(peer -> peers.group(peer.certificate()).isEmpty());
        authority.onRevocation(cutStrangers);
        registered.onLeave(cutStrangers);

        // Only now that the port is ours: a hub that runs already may have its kubeconfig in the same folder.
        registered.begin(store.list(Tree.fleet(), Kind.MEMBERSHIP, "").items().stream()
                .map(membership -> new MemberId(membership.id().name()))
                .collect(toUnmodifiableSet()));
        keep(new Pipeline(store, snapshots, xds.deliveries(), registered, clock))
                .start();

        var joinTokens = new JoinTokens(credentials, authority, JOIN_TOKEN_VALIDITY, clock);
        var xdsAddress =
                new SocketAddress(config.names().getFirst(), config.xds().port());
        ApiServer api = keep(new ApiServer(
                vertx,
                store,
                xds.deliveries(),
                new Authenticator(
                        token -> tokens.authenticate(token).map(bearer -> switch (bearer.role()) {
                            case FLEET_ADMIN -> new Identity.FleetAdmin(bearer.subject());
                        }),
                        shown -> peers.member(shown).map(Identity.MemberGateway::new)),
                new MemberJoining(joinTokens, authority, peers, xdsAddress),
                () -> {
                    HubCertificate current = certificate.get();
                    return new TlsMaterial(current.chainPem(), current.keyPem(), authority.caPem());
                },
                Limits.standard()));
        api.start(config.api().host(), config.api().port());
        ready = true;
        LOG.infof(
                "Convoy is up: API %s, xDS %s:%d, kubeconfig %s",
                server, config.xds().host(), config.xds().port(), config.home().resolve("kubeconfig"));
    }

    /** Whether everything is started. */
    boolean ready() {
        return ready;
    }

    private <T extends AutoCloseable> T keep(T part) {
        started.push(part);
        return part;
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        if (starting != null) {
            starting.interrupt();
            starting.join();
        }
        ready = false;
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception failure) {
                LOG.warnf("A part of the hub did not stop cleanly: %s", failure);
            }
        }
    }
}
