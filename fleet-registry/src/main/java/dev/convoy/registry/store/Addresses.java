package dev.convoy.registry.store;

import dev.convoy.model.plan.GatewayAddresses;
import dev.convoy.model.plan.GatewayAddresses.Holder;
import dev.convoy.registry.store.AddressRow.HolderKey;
import io.smallrye.mutiny.Uni;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;

/** Which Gateway holds which address; the table's constraints let nobody hold two, and no two the same. */
final class Addresses {
    private static final String ASSIGN = """
            insert into gateway_addresses (member, gateway_member, gateway_namespace, gateway_name, address)
            values (:member, :gatewayMember, :gatewayNamespace, :gatewayName, :address)
            on conflict do nothing""";

    private final StatelessSession session;

    Addresses(StatelessSession session) {
        this.session = session;
    }

    Uni<GatewayAddresses> all() {
        return session.createSelectionQuery("from AddressRow", AddressRow.class)
                .getResultList()
                .map(rows -> new GatewayAddresses(
                        rows.stream().collect(Collectors.toMap(row -> row.holder.holder(), row -> row.address))));
    }

    Uni<Boolean> assign(Holder holder, String address) {
        HolderKey key = HolderKey.of(holder);
        return session.createNativeQuery(ASSIGN)
                .setParameter("member", key.member())
                .setParameter("gatewayMember", key.gatewayMember())
                .setParameter("gatewayNamespace", key.gatewayNamespace())
                .setParameter("gatewayName", key.gatewayName())
                .setParameter("address", address)
                .executeUpdate()
                .chain(() -> session.get(AddressRow.class, key))
                .map(row -> row != null && row.address.equals(address));
    }

    Uni<Integer> release(Holder holder) {
        return session.createMutationQuery("delete from AddressRow a where a.holder = :holder")
                .setParameter("holder", HolderKey.of(holder))
                .executeUpdate();
    }
}
