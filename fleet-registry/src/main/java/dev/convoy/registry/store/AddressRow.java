package dev.convoy.registry.store;

import dev.convoy.model.Kind;
import dev.convoy.model.MemberId;
import dev.convoy.model.ObjectId;
import dev.convoy.model.plan.GatewayAddresses.Holder;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** The address that a Gateway holds in a member. */
@Entity
@Table(name = "gateway_addresses")
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
class AddressRow {
    @EmbeddedId
    HolderKey holder;

    String address;

    /** A {@link Holder} as the table has it. */
    @Embeddable
    record HolderKey(
            String member,
            @Column(name = "gateway_member") String gatewayMember,
            @Column(name = "gateway_namespace") String gatewayNamespace,
            @Column(name = "gateway_name") String gatewayName) {
        static HolderKey of(Holder holder) {
            ObjectId gateway = holder.gateway();
            return new HolderKey(
                    holder.member().name(), ObjectKey.column(gateway.tree()), gateway.namespace(), gateway.name());
        }

        Holder holder() {
            return new Holder(
                    new MemberId(member),
                    new ObjectId(ObjectKey.tree(gatewayMember), Kind.GATEWAY, gatewayNamespace, gatewayName));
        }
    }
}
