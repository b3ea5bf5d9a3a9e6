package dev.convoy.registry.store;

/** What every store keeps to, whatever it is made of. */
interface ObjectStoreContract extends CommitContract, FeedContract, SideContract {}
