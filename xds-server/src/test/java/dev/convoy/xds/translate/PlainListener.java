package dev.convoy.xds.translate;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.convoy.model.PersistentMap;
import dev.convoy.xds.snapshot.Resource;
import dev.convoy.xds.snapshot.ResourceType;
import dev.convoy.xds.snapshot.XdsResources;
import dev.convoy.xds.translate.proto.Proto;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.Rds;
import java.util.EnumMap;
import java.util.List;

/** What sharding is compared with: the same hosts at another port, all in one RouteConfiguration, without scopes and without the Lua filter. */
final class PlainListener {
    private static final String NAME = "plain";

    private PlainListener() {}

    /** Beside the only listener that these resources have, and in all else like it. */
    static XdsResources beside(XdsResources scoped, int port) throws InvalidProtocolBufferException {
        var byType = new EnumMap<ResourceType, PersistentMap<String, Resource>>(ResourceType.class);
        byType.putAll(scoped.byType());
        Listener.Builder listener =
                ((Listener) scoped.of(ResourceType.LISTENER).values().getFirst().message()).toBuilder();
        listener.setName(NAME).getAddressBuilder().getSocketAddressBuilder().setPortValue(port);
        var filter = listener.getFilterChainsBuilder(0).getFiltersBuilder(0);
        filter.setTypedConfig(Any.pack(filter.getTypedConfig().unpack(HttpConnectionManager.class).toBuilder()
                .setRds(Rds.newBuilder().setConfigSource(Proto.ADS).setRouteConfigName(NAME))
                .removeHttpFilters(0)
                .build()));
        List<VirtualHost> hosts = scoped.of(ResourceType.ROUTES).values().stream()
                .flatMap(routes -> ((RouteConfiguration) routes.message()).getVirtualHostsList().stream())
                .distinct() // wildcard hosts are in every shard
                .toList();
        byType.put(
                ResourceType.LISTENER,
                scoped.of(ResourceType.LISTENER)
                        .with(NAME, Resource.of(ResourceType.LISTENER, NAME, listener.build())));
        byType.put(
                ResourceType.ROUTES,
                scoped.of(ResourceType.ROUTES)
                        .with(NAME, Resource.of(ResourceType.ROUTES, NAME, RoutesTranslation.translate(NAME, hosts))));
        return new XdsResources(byType);
    }
}
