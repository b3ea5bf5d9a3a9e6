package dev.convoy.model;

/**
 * A GatewayClass as somebody declared it. The classes that Convoy knows by name need no object.
 *
 * @param placement the members in which a multi-cluster Gateway of this class is programmed, from the annotation
 *     {@code fleet.convoy.dev/member-selector}; everything where it is missing
 */
public record GatewayClass(Meta meta, String controllerName, LabelSelector placement) implements FleetObject {}
