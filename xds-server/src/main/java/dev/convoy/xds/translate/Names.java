package dev.convoy.xds.translate;

import dev.convoy.model.BackendRef;
import dev.convoy.model.FleetNames;
import dev.convoy.model.Kind;
import dev.convoy.model.MemberId;
import dev.convoy.model.ObjectId;
import dev.convoy.model.plan.BackendId;

/** Every name that an Envoy knows a thing by, fixed once: people meet them in access logs, metrics and NACKs. */
public final class Names {
    /** The listener that other members' gateways come in by. */
    public static final String EAST_WEST = "east-west";

    /** Begins the name of a cluster that holds own Pods only; an SNI follows. */
    static final String LOCAL_PREFIX = "local/";

    private static final String WITH_GATEWAYS = "/gateways";

    private Names() {}

    /** For example {@code fleet/store/external-http/80}. */
    public static String listener(ObjectId gateway, int port) {
        return gateway.tree() + "/" + gateway.qualifiedName() + "/" + port;
    }

    /** The listener's name and the server name of the chain, {@code *} where there is none; no other chain is called so. */
    public static String chain(ObjectId gateway, int port, String serverName) {
        return listener(gateway, port) + "/" + (serverName.isEmpty() ? "*" : serverName);
    }

    /** What the requests for a bucket of the chain's hosts bear in their header. */
    static String scope(String chain, int bucket) {
        return chain + "/" + bucket;
    }

    /** The chain's name and its buckets from the first to the last. */
    static String shard(String chain, Shard shard) {
        return chain + "/" + shard;
    }

    public static String cluster(BackendId backend) {
        String kind = switch (backend.reach()) {
            case MEMBER -> "service/";
            case FLEET -> "serviceimport/";
        };
        return kind + backend.namespace() + "/" + backend.name() + "/" + backend.port();
    }

    /**
     * Where a backend's endpoints are: under another name as long as there are gateways among them. An assignment comes to every cluster
     * that asks for it, and one of Pods alone would call the gateways in plaintext until the next has taken its place.
     */
    static String assignment(BackendId backend, boolean gateways) {
        return gateways ? cluster(backend) + WITH_GATEWAYS : cluster(backend);
    }

    /** The cluster whose endpoints those are. */
    static String clusterOf(String assignment) {
        return assignment.endsWith(WITH_GATEWAYS)
                ? assignment.substring(0, assignment.length() - WITH_GATEWAYS.length())
                : assignment;
    }

    /** The cluster that the planner made of a reference which it found sound. */
    static String cluster(BackendRef backend) {
        var reference = backend.target();
        Kind kind = Kind.of(reference.target().group(), reference.target().kind())
                .orElseThrow(() -> new IllegalStateException("no backend is a " + reference.target()));
        var reach = kind == Kind.SERVICE_IMPORT ? BackendId.Reach.FLEET : BackendId.Reach.MEMBER;
        return cluster(new BackendId(reach, reference.namespace(), reference.name(), backend.port()));
    }

    public static String localCluster(BackendId service) {
        return LOCAL_PREFIX + Sni.of(service);
    }

    public static String secret(ObjectId secret) {
        return secret.tree() + "/" + secret.qualifiedName();
    }

    /** What stands in the certificate of a member's gateways in the pool {@code default}. */
    public static String identity(MemberId member) {
        return FleetNames.GATEWAY_IDENTITY + member;
    }

    /** What the identities of a member's gateways in other pools begin with. */
    static String pooledIdentityPrefix(MemberId member) {
        return identity(member) + "/";
    }

    /** What every identity in the fleet begins with. */
    static String identityPrefix() {
        return FleetNames.GATEWAY_IDENTITY;
    }
}
