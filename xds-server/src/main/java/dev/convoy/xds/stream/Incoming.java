package dev.convoy.xds.stream;

import org.jspecify.annotations.Nullable;

/**
 * One message of a client.
 *
 * @param node what the client calls itself; empty but in the first message
 * @param request null where it is about a type that is not served: such a message is left unanswered
 */
record Incoming(String node, @Nullable Request request) {}
