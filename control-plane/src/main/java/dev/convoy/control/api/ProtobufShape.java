package dev.convoy.control.api;

import java.util.HashMap;
import java.util.Map;

/**
 * Where the fields of Kubernetes' own kinds stand in its protobuf form. Go clients since 1.32 send these kinds so without being asked;
 * what is sent back to them is JSON all the same.
 */
sealed interface ProtobufShape {
    /** What a field holds. {@code BYTES} becomes base64, as in JSON. */
    enum Value implements ProtobufShape {
        STRING,
        BYTES,
        NUMBER,
        BOOLEAN,
        NUMBER_OR_STRING
    }

    /** An object with its fields by number. */
    record Message(Map<Integer, Field> fields) implements ProtobufShape {
        public Message {
            fields = Map.copyOf(fields);
        }
    }

    /** How often a field may stand, and what that makes of it. */
    enum Many {
        ONE,
        LIST,
        /** From string to the field's shape. */
        MAP
    }

    record Field(String name, Many many, ProtobufShape shape) {}

    /** The messages that are known, by kind. */
    static Map<String, Message> kinds() {
        return Kinds.ALL;
    }

    /** Builds a message line by line. */
    final class Builder {
        private final Map<Integer, Field> fields = new HashMap<>();

        Builder one(int number, String name, ProtobufShape shape) {
            return put(number, name, Many.ONE, shape);
        }

        Builder list(int number, String name, ProtobufShape shape) {
            return put(number, name, Many.LIST, shape);
        }

        Builder map(int number, String name, ProtobufShape shape) {
            return put(number, name, Many.MAP, shape);
        }

        private Builder put(int number, String name, Many many, ProtobufShape shape) {
            fields.put(number, new Field(name, many, shape));
            return this;
        }

        Message build() {
            return new Message(fields);
        }
    }

    /** From the {@code generated.proto} files of k8s.io/api. What the store keeps itself is left out. */
    final class Kinds {
        private static final Message METADATA = new Builder()
                .one(1, "name", Value.STRING)
                .one(2, "generateName", Value.STRING)
                .one(3, "namespace", Value.STRING)
                .one(5, "uid", Value.STRING)
                .one(6, "resourceVersion", Value.STRING)
                .map(11, "labels", Value.STRING)
                .map(12, "annotations", Value.STRING)
                .list(14, "finalizers", Value.STRING)
                .build();

        private static final Message NAMESPACE =
                new Builder().one(1, "metadata", METADATA).build();

        private static final Message SECRET = new Builder()
                .one(1, "metadata", METADATA)
                .map(2, "data", Value.BYTES)
                .one(3, "type", Value.STRING)
                .map(4, "stringData", Value.STRING)
                .one(5, "immutable", Value.BOOLEAN)
                .build();

        private static final Message SERVICE_PORT = new Builder()
                .one(1, "name", Value.STRING)
                .one(2, "protocol", Value.STRING)
                .one(3, "port", Value.NUMBER)
                .one(4, "targetPort", Value.NUMBER_OR_STRING)
                .one(5, "nodePort", Value.NUMBER)
                .one(6, "appProtocol", Value.STRING)
                .build();

        private static final Message SERVICE_SPEC = new Builder()
                .list(1, "ports", SERVICE_PORT)
                .map(2, "selector", Value.STRING)
                .one(3, "clusterIP", Value.STRING)
                .one(4, "type", Value.STRING)
                .list(5, "externalIPs", Value.STRING)
                .one(7, "sessionAffinity", Value.STRING)
                .one(8, "loadBalancerIP", Value.STRING)
                .list(9, "loadBalancerSourceRanges", Value.STRING)
                .one(10, "externalName", Value.STRING)
                .one(11, "externalTrafficPolicy", Value.STRING)
                .one(12, "healthCheckNodePort", Value.NUMBER)
                .one(13, "publishNotReadyAddresses", Value.BOOLEAN)
                .one(17, "ipFamilyPolicy", Value.STRING)
                .list(18, "clusterIPs", Value.STRING)
                .list(19, "ipFamilies", Value.STRING)
                .one(20, "allocateLoadBalancerNodePorts", Value.BOOLEAN)
                .one(21, "loadBalancerClass", Value.STRING)
                .one(22, "internalTrafficPolicy", Value.STRING)
                .one(23, "trafficDistribution", Value.STRING)
                .build();

        private static final Message SERVICE = new Builder()
                .one(1, "metadata", METADATA)
                .one(2, "spec", SERVICE_SPEC)
                .build();

        private static final Message ENDPOINT = new Builder()
                .list(1, "addresses", Value.STRING)
                .one(
                        2,
                        "conditions",
                        new Builder()
                                .one(1, "ready", Value.BOOLEAN)
                                .one(2, "serving", Value.BOOLEAN)
                                .one(3, "terminating", Value.BOOLEAN)
                                .build())
                .one(3, "hostname", Value.STRING)
                .one(6, "nodeName", Value.STRING)
                .one(7, "zone", Value.STRING)
                .build();

        private static final Message ENDPOINT_SLICE = new Builder()
                .one(1, "metadata", METADATA)
                .list(2, "endpoints", ENDPOINT)
                .list(
                        3,
                        "ports",
                        new Builder()
                                .one(1, "name", Value.STRING)
                                .one(2, "protocol", Value.STRING)
                                .one(3, "port", Value.NUMBER)
                                .one(4, "appProtocol", Value.STRING)
                                .build())
                .one(4, "addressType", Value.STRING)
                .build();

        private static final Message DELETE_OPTIONS = new Builder()
                .one(
                        2,
                        "preconditions",
                        new Builder()
                                .one(1, "uid", Value.STRING)
                                .one(2, "resourceVersion", Value.STRING)
                                .build())
                .one(4, "propagationPolicy", Value.STRING)
                .list(5, "dryRun", Value.STRING)
                .build();

        private static final Map<String, Message> ALL = Map.of(
                "Namespace", NAMESPACE,
                "Secret", SECRET,
                "Service", SERVICE,
                "EndpointSlice", ENDPOINT_SLICE,
                "DeleteOptions", DELETE_OPTIONS);

        private Kinds() {}
    }
}
