package dev.convoy.xds.snapshot;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * One resource as it goes onto the wire: serialized once, shared by every stream. Its version is a hash of its bytes, so every
 * replica names it alike, and what has not changed keeps both its version and its instance.
 */
public final class Resource {
    private static final int VERSION_BYTES = 8;

    /** The last field of a resource in delta. */
    private static final int NAME = io.envoyproxy.envoy.service.discovery.v3.Resource.NAME_FIELD_NUMBER;

    private final ResourceKey key;
    private final ByteString wire;
    private final ByteString any;
    private final String version;
    private final long fingerprint;
    private final long namePrint;
    private final long claimPrint;
    private final References references;

    private Resource(ResourceKey key, Message message) {
        this.key = key;
        ByteString body = deterministic(message);
        byte[] hash = sha256(body);
        this.version = HexFormat.of().formatHex(hash, 0, VERSION_BYTES);
        this.fingerprint = ByteBuffer.wrap(hash).getLong(VERSION_BYTES);
        this.namePrint = Print.member(key.name());
        this.claimPrint = Print.pair(namePrint, Print.member(version));
        Any packed =
                Any.newBuilder().setTypeUrl(key.type().typeUrl()).setValue(body).build();
        this.wire = io.envoyproxy.envoy.service.discovery.v3.Resource.newBuilder()
                .setVersion(version)
                .setResource(packed)
                .setName(key.name())
                .build()
                .toByteString();
        int end = wire.size() - CodedOutputStream.computeStringSize(NAME, key.name());
        this.any = wire.substring(end - packed.getSerializedSize(), end);
        this.references = References.of(message);
    }

    public static Resource of(ResourceType type, String name, Message message) {
        return new Resource(new ResourceKey(type, name), message);
    }

    /** What a cluster without endpoints is told: nothing to send to, rather than nothing at all. */
    public static Resource emptyAssignment(String name) {
        return of(
                ResourceType.ENDPOINTS,
                name,
                ClusterLoadAssignment.newBuilder().setClusterName(name).build());
    }

    public ResourceKey key() {
        return key;
    }

    public ResourceType type() {
        return key.type();
    }

    public String name() {
        return key.name();
    }

    public String version() {
        return version;
    }

    /** The serialized {@code envoy.service.discovery.v3.Resource} around this resource: what is sent in delta. */
    public ByteString wire() {
        return wire;
    }

    /** The serialized {@code google.protobuf.Any} around this resource: what is sent as the state of the world. */
    public ByteString any() {
        return any;
    }

    /** A second, independent part of the hash. The sum over a set of resources identifies the set, whatever its order. */
    public long fingerprint() {
        return fingerprint;
    }

    /** The name, as a member of a {@link Print}. */
    public long namePrint() {
        return namePrint;
    }

    /** The name and the version, as a member of a {@link Print}. */
    public long claimPrint() {
        return claimPrint;
    }

    public References references() {
        return references;
    }

    public ResourceVersion versioned() {
        return new ResourceVersion(key, version);
    }

    public boolean sameAs(Resource other) {
        return this == other || (key.equals(other.key) && version.equals(other.version));
    }

    /** Read back from the bytes: the message that they were made of takes several times their room, and is not kept. */
    public Message message() {
        try {
            return type().read(Any.parseFrom(any).getValue());
        } catch (InvalidProtocolBufferException impossible) {
            throw new IllegalStateException(this + " cannot be read back", impossible);
        }
    }

    @Override
    public String toString() {
        return key + "@" + version;
    }

    private static ByteString deterministic(Message message) {
        byte[] bytes = new byte[message.getSerializedSize()];
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        out.useDeterministicSerialization();
        try {
            message.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException("an array of the message's own size was too small", e);
        }
        out.checkNoSpaceLeft();
        return ByteString.copyFrom(bytes);
    }

    private static byte[] sha256(ByteString bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes.asReadOnlyByteBuffer());
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
