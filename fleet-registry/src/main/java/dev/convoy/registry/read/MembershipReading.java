package dev.convoy.registry.read;

import dev.convoy.model.Locality;
import dev.convoy.model.Member;
import dev.convoy.model.Meta;
import dev.convoy.model.SocketAddress;

final class MembershipReading {
    private static final int EAST_WEST_PORT = 15_443;

    private MembershipReading() {}

    static Member member(Meta meta, Field spec) {
        String name = meta.id().name();
        if (!Spelling.isDnsLabel(name)) {
            throw new Misread("metadata.name: " + Field.quoted(name) + " is not a DNS label of at most 63 characters");
        }
        Field locality = spec.get("locality");
        return new Member(
                meta,
                new Locality(
                        locality.get("region").textOr(""), locality.get("zone").textOr("")),
                // Members that name none share one.
                spec.get("network").textOr(""),
                spec.get("gatewayAddresses").each(MembershipReading::ipAddress),
                spec.get("eastWest").as(MembershipReading::eastWest).orElse(null),
                spec.get("allowLoopbackEndpoints").flagOr(false));
    }

    private static SocketAddress eastWest(Field eastWest) {
        return new SocketAddress(
                ipAddress(eastWest.get("address")), eastWest.get("port").numberOr(EAST_WEST_PORT, 1, 65_535));
    }

    private static String ipAddress(Field field) {
        return Spelling.ipAddress(field.text())
                .orElseThrow(() -> field.mistake(Field.quoted(field.text()) + " is not an IP address"));
    }
}
