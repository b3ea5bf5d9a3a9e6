package dev.convoy.model.plan;

import dev.convoy.model.ObjectId;

/** How many routes a listener of a Gateway serves: {@code status.listeners[].attachedRoutes}. */
public record AttachedRoutes(ObjectId gateway, String listener, int count) {}
