package dev.convoy.xds.stream;

/**
 * A name under which a client has something else than what is published, or is owed an answer whatever it has.
 *
 * @param owed the client waits for an answer even where nothing differs
 */
record Due(Holding holding, boolean owed) {}
