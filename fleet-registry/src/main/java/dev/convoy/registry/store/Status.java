package dev.convoy.registry.store;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The {@code status} of an object. The JSON must not be changed once it is in here. */
public record Status(ObjectNode json) {}
