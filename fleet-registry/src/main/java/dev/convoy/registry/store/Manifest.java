package dev.convoy.registry.store;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * An object as its author states it: {@code apiVersion}, {@code kind}, {@code metadata} (labels, annotations, finalizers and the like;
 * what the store itself keeps, such as uid, resourceVersion, generation and creationTimestamp, is ignored) and all else but {@code
 * status}. The JSON must not be changed once it is in here.
 */
public record Manifest(ObjectNode json) {}
