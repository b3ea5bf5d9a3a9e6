package dev.convoy.registry.read;

import dev.convoy.model.Gateway;
import dev.convoy.model.GroupKind;
import dev.convoy.model.Listener;
import dev.convoy.model.Listener.AllowedRoutes;
import dev.convoy.model.Listener.From;
import dev.convoy.model.Listener.Tls;
import dev.convoy.model.Meta;
import java.util.Map;
import java.util.Optional;

final class GatewayReading {
    private static final Map<String, From> FROM =
            Map.of("All", From.ALL, "Same", From.SAME, "Selector", From.SELECTOR, "None", From.NONE);

    private GatewayReading() {}

    static Gateway gateway(Meta meta, Field spec) {
        String namespace = meta.id().namespace();
        return new Gateway(
                meta,
                spec.get("gatewayClassName").name(),
                spec.get("listeners").each(listener -> listener(listener, namespace)),
                spec.get("addresses").items().stream()
                        .flatMap(address -> address(address).stream())
                        .toList());
    }

    /** An address without a value asks for any; one that is no IP address stays as written, for the planner to refuse. */
    private static Optional<String> address(Field address) {
        String value = address.get("value").textOr("");
        return value.isEmpty() ? Optional.empty() : Spelling.ipAddress(value).or(() -> Optional.of(value));
    }

    private static Listener listener(Field listener, String namespace) {
        return new Listener(
                listener.get("name").name(),
                listener.get("port").port(),
                listener.get("protocol").name(),
                listener.get("hostname").hostname(),
                listener.get("tls").as(tls -> tls(tls, namespace)).orElse(null),
                allowedRoutes(listener.get("allowedRoutes")));
    }

    private static Tls tls(Field tls, String namespace) {
        return new Tls(
                tls.get("mode").textOr("Terminate"),
                tls.get("certificateRefs").each(ref -> References.reference(ref, "", "Secret", namespace)),
                tls.get("options").texts());
    }

    private static AllowedRoutes allowedRoutes(Field allowed) {
        Field namespaces = allowed.get("namespaces");
        return new AllowedRoutes(
                namespaces.get("from").oneOfOr(From.SAME, FROM),
                namespaces.get("selector").as(LabelSelectorReading::selector).orElse(null),
                allowed.get("kinds")
                        .each(kind -> new GroupKind(
                                kind.get("group").textOr(References.GATEWAY_API),
                                kind.get("kind").name())));
    }
}
