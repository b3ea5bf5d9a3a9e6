package dev.convoy.control.access;

import dev.convoy.model.MemberId;
import dev.convoy.registry.store.ObjectStore.Author;

/** Who is asking: always as a credential proved it, never as the request says of itself. */
public sealed interface Identity {
    /** As history and audit name it. */
    Author author();

    /** Somebody who may do everything. */
    record FleetAdmin(String name) implements Identity {
        @Override
        public Author author() {
            return new Author("admin:" + name);
        }
    }

    /** A holder of a member's certificate: at home in that member's own tree, a stranger everywhere else. */
    record MemberGateway(MemberId member) implements Identity {
        @Override
        public Author author() {
            return new Author("member:" + member);
        }
    }
}
