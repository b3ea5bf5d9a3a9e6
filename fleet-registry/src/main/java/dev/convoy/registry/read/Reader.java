package dev.convoy.registry.read;

import dev.convoy.model.FleetObject;
import dev.convoy.model.Meta;
import dev.convoy.registry.store.StoredObject;
import java.util.Optional;

/**
 * Reads stored objects into the nouns of the model, with the defaults that the API servers of the members would have filled in. Any
 * JSON gets an answer, because a member may report anything.
 */
public final class Reader {
    public ReadResult read(StoredObject stored) {
        try {
            return object(stored)
                    .<ReadResult>map(ReadResult.Read::new)
                    .orElseGet(() -> new ReadResult.Ignored(stored.id()));
        } catch (Misread misread) {
            return new ReadResult.Unreadable(stored.id(), stored.generation(), misread.reason());
        }
    }

    private static Optional<? extends FleetObject> object(StoredObject stored) {
        Field root = new Field("", stored.manifest().json());
        Meta meta = MetaReading.meta(stored, root.get("metadata"));
        Field spec = root.get("spec");
        return switch (stored.id().kind()) {
            case NAMESPACE -> Optional.of(NamespaceReading.namespace(meta));
            case MEMBERSHIP -> Optional.of(MembershipReading.member(meta, spec));
            case GATEWAY_CLASS -> Optional.of(GatewayClassReading.gatewayClass(meta, spec));
            case GATEWAY -> Optional.of(GatewayReading.gateway(meta, spec));
            case HTTP_ROUTE -> Optional.of(HttpRouteReading.route(meta, spec));
            case REFERENCE_GRANT -> Optional.of(ReferenceGrantReading.grant(meta, spec));
            case SERVICE -> Optional.of(ServiceReading.service(meta, spec));
            case ENDPOINT_SLICE -> EndpointSliceReading.slice(meta, root);
            case SECRET -> SecretReading.tlsSecret(meta, root);
            case SERVICE_EXPORT -> Optional.of(ServiceExportReading.export(meta));
            case SERVICE_IMPORT -> Optional.of(ServiceImportReading.serviceImport(meta, spec));
        };
    }
}
