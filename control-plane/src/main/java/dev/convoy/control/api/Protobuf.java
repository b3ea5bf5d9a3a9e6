package dev.convoy.control.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.convoy.control.api.ProtobufShape.Field;
import dev.convoy.control.api.ProtobufShape.Message;
import dev.convoy.control.api.ProtobufShape.Value;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** Reads {@code application/vnd.kubernetes.protobuf}: an envelope that names the kind, and the object in it. */
final class Protobuf {
    private static final byte[] MAGIC = {'k', '8', 's', 0};
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;
    private static final int TYPE_OF_ENVELOPE = 1;
    private static final int OBJECT_OF_ENVELOPE = 2;
    private static final int STRING_OF_NUMBER_OR_STRING = 3;

    private Protobuf() {}

    /** The same object as JSON. */
    static ObjectNode read(byte[] body) {
        if (body.length < MAGIC.length || !Arrays.equals(body, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw broken();
        }
        try {
            return envelope(ByteBuffer.wrap(body).position(MAGIC.length));
        } catch (BufferUnderflowException e) {
            throw broken();
        }
    }

    private static Refusal broken() {
        return Refusal.badRequest("The body is not Kubernetes' protobuf form. Send the object as application/json.");
    }

    private static ObjectNode envelope(ByteBuffer in) {
        ObjectNode read = Json.object();
        ByteBuffer object = ByteBuffer.allocate(0);
        while (in.hasRemaining()) {
            long tag = varint(in);
            switch ((int) (tag >>> 3)) {
                case TYPE_OF_ENVELOPE -> type(part(in), read);
                case OBJECT_OF_ENVELOPE -> object = part(in);
                default -> skip(in, (int) (tag & 7));
            }
        }
        String kind = read.path("kind").asText();
        Message message = ProtobufShape.kinds().get(kind);
        if (message == null) {
            throw Refusal.unsupportedMediaType(
                    "A " + Text.shown(kind) + " is not read in its protobuf form here. Send it as application/json.");
        }
        fill(read, message, object);
        return read;
    }

    private static void type(ByteBuffer in, ObjectNode read) {
        while (in.hasRemaining()) {
            long tag = varint(in);
            if ((tag & 7) == BYTES) {
                read.put(tag >>> 3 == 1 ? "apiVersion" : "kind", text(part(in)));
            } else {
                skip(in, (int) (tag & 7));
            }
        }
    }

    private static void fill(ObjectNode target, Message message, ByteBuffer in) {
        while (in.hasRemaining()) {
            long tag = varint(in);
            int wire = (int) (tag & 7);
            Field field = message.fields().get((int) (tag >>> 3));
            if (field == null) {
                skip(in, wire);
            } else if (wire == VARINT) {
                number(target, field, varint(in));
            } else if (wire == BYTES) {
                put(target, field, part(in));
            } else {
                throw broken();
            }
        }
    }

    /** Go writes zeros where JSON leaves the field out. A false that matters is written too, and kept. */
    private static void number(ObjectNode target, Field field, long value) {
        if (field.shape() == Value.BOOLEAN) {
            target.put(field.name(), value != 0);
        } else if (value != 0) {
            target.put(field.name(), value);
        }
    }

    private static void put(ObjectNode target, Field field, ByteBuffer part) {
        switch (field.many()) {
            case ONE -> value(target, field.name(), field.shape(), part);
            case MAP -> entry(target.withObjectProperty(field.name()), field.shape(), part);
            case LIST -> {
                ObjectNode holder = Json.object();
                value(holder, "item", field.shape(), part);
                if (holder.has("item")) {
                    target.withArrayProperty(field.name()).add(holder.get("item"));
                }
            }
        }
    }

    private static void entry(ObjectNode target, ProtobufShape shape, ByteBuffer in) {
        String key = "";
        ByteBuffer value = ByteBuffer.allocate(0);
        while (in.hasRemaining()) {
            long tag = varint(in);
            if ((tag & 7) != BYTES) {
                throw broken();
            }
            ByteBuffer part = part(in);
            if (tag >>> 3 == 1) {
                key = text(part);
            } else {
                value = part;
            }
        }
        if (shape == Value.BYTES) {
            target.put(key, base64(value));
        } else {
            target.put(key, text(value));
        }
    }

    private static void value(ObjectNode target, String name, ProtobufShape shape, ByteBuffer part) {
        switch (shape) {
            case Message message -> fill(target.withObjectProperty(name), message, part);
            case Value.BYTES -> target.put(name, base64(part));
            case Value.NUMBER_OR_STRING -> numberOrString(target, name, part);
            case Value.STRING, Value.NUMBER, Value.BOOLEAN -> {
                if (part.hasRemaining()) {
                    target.put(name, text(part));
                }
            }
        }
    }

    private static void numberOrString(ObjectNode target, String name, ByteBuffer in) {
        while (in.hasRemaining()) {
            long tag = varint(in);
            if ((tag & 7) == BYTES) {
                ByteBuffer part = part(in);
                if (tag >>> 3 == STRING_OF_NUMBER_OR_STRING && part.hasRemaining()) {
                    target.put(name, text(part));
                }
            } else {
                long number = varint(in);
                // Field 1 only says which of the two it is.
                if (tag >>> 3 == 2 && number != 0) {
                    target.put(name, number);
                }
            }
        }
    }

    private static ByteBuffer part(ByteBuffer in) {
        long length = varint(in);
        if (length < 0 || length > in.remaining()) {
            throw broken();
        }
        ByteBuffer part = in.slice(in.position(), (int) length);
        in.position(in.position() + (int) length);
        return part;
    }

    private static String text(ByteBuffer part) {
        return StandardCharsets.UTF_8.decode(part).toString();
    }

    private static String base64(ByteBuffer part) {
        return StandardCharsets.ISO_8859_1
                .decode(Base64.getEncoder().encode(part))
                .toString();
    }

    private static void skip(ByteBuffer in, int wire) {
        switch (wire) {
            case VARINT -> varint(in);
            case FIXED64 -> in.getLong();
            case BYTES -> part(in);
            case FIXED32 -> in.getInt();
            default -> throw broken();
        }
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = in.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw broken();
    }
}
