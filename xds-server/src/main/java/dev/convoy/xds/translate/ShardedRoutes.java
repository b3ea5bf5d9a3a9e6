package dev.convoy.xds.translate;

import dev.convoy.xds.snapshot.ResourceType;
import dev.convoy.xds.snapshot.XdsResources;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The hosts of one chain as Envoys have them: exact ones in the shard of their bucket, wildcard hosts in every shard. It comes to a function
 * of the hosts alone, whichever were there before; what did not change is the same instance.
 *
 * @param exact the hosts of each bucket
 * @param resources the scopes and the RouteConfigurations
 */
record ShardedRoutes(
        Buckets buckets, List<Bucket> exact, Bucket wildcards, List<Shard> shards, XdsResources resources) {

    /** Without any host, and yet with an answer to each request: 404. */
    static ShardedRoutes empty(Buckets buckets) {
        List<Bucket> nothing = Collections.nCopies(buckets.count(), Bucket.EMPTY);
        return new ShardedRoutes(buckets, nothing, Bucket.EMPTY, List.of(), XdsResources.NONE)
                .with(nothing, Bucket.EMPTY);
    }

    /** {@code translation} answers what a host is from here on, null where there is none. */
    ShardedRoutes changed(Collection<String> hostnames, Function<String, @Nullable VirtualHost> translation) {
        var nextExact = new ArrayList<>(exact);
        Bucket nextWildcards = wildcards;
        for (String hostname : hostnames) {
            VirtualHost host = translation.apply(hostname);
            if (hostname.startsWith("*")) {
                nextWildcards = nextWildcards.with(hostname, host);
            } else {
                int bucket = buckets.of(hostname);
                nextExact.set(bucket, nextExact.get(bucket).with(hostname, host));
            }
        }
        return with(nextExact, nextWildcards);
    }

    @SuppressWarnings("ReferenceEquality") // a bucket that did not change is the same one
    private ShardedRoutes with(List<Bucket> nextExact, Bucket nextWildcards) {
        int[] bytes = nextExact.stream().mapToInt(Bucket::bytes).toArray();
        // Copies of the wildcard hosts must not outweigh what is divided.
        List<Shard> nextShards = Shard.divide(bytes, Math.max(Shard.ENOUGH, nextWildcards.bytes()));
        Draft draft = new Draft(resources);
        var gone = new HashSet<>(shards);
        for (Shard shard : nextShards) {
            String name = Names.shard(buckets.chain(), shard);
            boolean known = gone.remove(shard);
            if (!known) {
                addScopes(shard, name, draft);
            }
            if (!known || nextWildcards != wildcards || shard.differs(exact, nextExact)) {
                draft.set(ResourceType.ROUTES, name, routes(name, shard, nextExact, nextWildcards));
            }
        }
        for (Shard shard : gone) {
            String name = Names.shard(buckets.chain(), shard);
            draft.set(ResourceType.SCOPES, name, null);
            draft.set(ResourceType.ROUTES, name, null);
        }
        return new ShardedRoutes(buckets, List.copyOf(nextExact), nextWildcards, nextShards, draft.resources());
    }

    private void addScopes(Shard shard, String name, Draft draft) {
        draft.set(ResourceType.SCOPES, name, ScopeTranslation.holder(name));
        for (int bucket = shard.from(); bucket <= shard.to(); bucket++) {
            String scope = Names.scope(buckets.chain(), bucket);
            draft.set(ResourceType.SCOPES, scope, ScopeTranslation.translate(scope, name));
        }
    }

    private static RouteConfiguration routes(String name, Shard shard, List<Bucket> exact, Bucket wildcards) {
        var hosts = new ArrayList<VirtualHost>(wildcards.hosts().values());
        shard.of(exact).forEach(bucket -> hosts.addAll(bucket.hosts().values()));
        return RoutesTranslation.translate(name, hosts);
    }
}
