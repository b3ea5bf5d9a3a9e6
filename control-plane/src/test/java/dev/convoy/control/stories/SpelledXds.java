package dev.convoy.control.stories;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.UInt32Value;
import dev.convoy.xds.snapshot.ResourceType;
import dev.convoy.xds.snapshot.XdsResources;
import io.envoyproxy.envoy.config.route.v3.ScopedRouteConfiguration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Resources as Envoy's documentation writes them: YAML, what is packed in an Any unpacked, private keys not shown. */
final class SpelledXds {
    private static final String TYPE_PREFIX = "type.googleapis.com/";

    private SpelledXds() {}

    static Map<String, Object> resources(XdsResources resources) {
        var byType = new LinkedHashMap<String, Object>();
        for (ResourceType type : ResourceType.values()) {
            List<Object> ofType = type == ResourceType.SCOPES
                    ? scopes(resources)
                    : resources.of(type).values().stream()
                            .map(resource -> message(resource.message()))
                            .toList();
            if (!ofType.isEmpty()) {
                byType.put(type.name(), ofType);
            }
        }
        return byType;
    }

    /** How many lead to each set of routes. */
    private static List<Object> scopes(XdsResources resources) {
        var count = new TreeMap<String, Integer>();
        resources
                .of(ResourceType.SCOPES)
                .forEach((_, scope) -> count.merge(
                        ((ScopedRouteConfiguration) scope.message()).getRouteConfigurationName(), 1, Integer::sum));
        return count.isEmpty() ? List.of() : List.of(count);
    }

    private static Object message(MessageOrBuilder message) {
        return switch (message) {
            case Any any -> packed(any);
            case Duration duration -> duration.getSeconds() + (duration.getNanos() / 1e9) + "s";
            case UInt32Value number -> number.getValue();
            default -> fields(message);
        };
    }

    private static Map<String, Object> fields(MessageOrBuilder message) {
        var fields = new LinkedHashMap<String, Object>();
        message.getAllFields().forEach((field, value) -> fields.put(field.getName(), value(field, value)));
        return fields;
    }

    private static Object value(FieldDescriptor field, Object value) {
        if (field.isMapField()) {
            var sorted = new TreeMap<String, Object>();
            for (Object entry : (List<?>) value) {
                Map<String, Object> pair = fields((Message) entry);
                sorted.put(String.valueOf(pair.getOrDefault("key", "")), pair.getOrDefault("value", ""));
            }
            return sorted;
        }
        if (value instanceof List<?> many) {
            return many.stream().map(SpelledXds::single).toList();
        }
        return field.getName().equals("private_key") ? "not shown" : single(value);
    }

    private static Object single(Object value) {
        return switch (value) {
            case Message message -> message(message);
            case EnumValueDescriptor constant -> constant.getName();
            case ByteString bytes -> bytes.size() + " bytes";
            default -> value;
        };
    }

    private static Object packed(Any any) {
        try {
            var fields = new LinkedHashMap<String, Object>();
            fields.put("@type", any.getTypeUrl());
            fields.putAll(fields(prototype(any).getParserForType().parseFrom(any.getValue())));
            return fields;
        } catch (InvalidProtocolBufferException broken) {
            throw new IllegalStateException(any.getTypeUrl() + " does not hold what it says", broken);
        }
    }

    /** Java's name of a message type is its protobuf name behind a prefix. */
    private static Message prototype(Any any) {
        String name = any.getTypeUrl().substring(TYPE_PREFIX.length());
        String className = (name.startsWith("google.") ? "com." : "io.envoyproxy.") + name;
        try {
            return (Message)
                    Class.forName(className).getMethod("getDefaultInstance").invoke(null);
        } catch (ReflectiveOperationException missing) {
            throw new IllegalStateException("no class for " + name, missing);
        }
    }
}
