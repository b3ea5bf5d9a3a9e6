package dev.convoy.xds.stream;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import com.google.protobuf.WireFormat;
import com.google.rpc.Status;
import dev.convoy.xds.snapshot.Print;
import dev.convoy.xds.snapshot.ResourceType;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads requests by hand. Names and claims are nearly all of a request, and nearly always what the server expects: here they are only
 * made recognisable, and protobuf takes them apart where they turn out to be something else.
 */
final class RequestReader {
    private static final Map<String, ResourceType> TYPES =
            Stream.of(ResourceType.values()).collect(Collectors.toMap(ResourceType::typeUrl, Function.identity()));

    /** The numbers of the fields of a map's entries. */
    private static final int KEY = 1;

    private static final int VALUE = 2;

    private static final long EMPTY = Print.member("");
    private static final long WILDCARD = Print.member(Subscription.WILDCARD);

    private final byte[] bytes;
    private final CodedInputStream in;
    private String node = "";
    private String type = "";
    private String version = "";
    private String nonce = "";
    private @Nullable String error;

    private RequestReader(byte[] bytes) {
        this.bytes = bytes;
        this.in = CodedInputStream.newInstance(bytes);
    }

    /**
     * @param served the types that may be asked for; where it is one, it need not be said
     * @throws IOException where the bytes are no such request
     */
    static Incoming sotw(byte[] bytes, Set<ResourceType> served) throws IOException {
        return new RequestReader(bytes).sotw(served);
    }

    /**
     * @param served the types that may be asked for; where it is one, it need not be said
     * @throws IOException where the bytes are no such request
     */
    static Incoming delta(byte[] bytes, Set<ResourceType> served) throws IOException {
        return new RequestReader(bytes).delta(served);
    }

    private Incoming sotw(Set<ResourceType> served) throws IOException {
        var names = new Listed();
        for (int field = next(); field != 0; field = next()) {
            switch (field) {
                case DiscoveryRequest.VERSION_INFO_FIELD_NUMBER -> version = in.readStringRequireUtf8();
                case DiscoveryRequest.NODE_FIELD_NUMBER -> node = node();
                case DiscoveryRequest.RESOURCE_NAMES_FIELD_NUMBER -> names.addName();
                case DiscoveryRequest.TYPE_URL_FIELD_NUMBER -> type = in.readStringRequireUtf8();
                case DiscoveryRequest.RESPONSE_NONCE_FIELD_NUMBER -> nonce = in.readStringRequireUtf8();
                case DiscoveryRequest.ERROR_DETAIL_FIELD_NUMBER -> error = words();
                default -> in.skipRawBytes(in.readRawVarint32());
            }
        }
        ResourceType about = about(served);
        var apart = new Apart<>(DiscoveryRequest.parser());
        return new Incoming(
                node,
                about == null
                        ? null
                        : new Request.Sotw(
                                about, version, names.of(() -> apart.message().getResourceNamesList()), nonce, error));
    }

    private Incoming delta(Set<ResourceType> served) throws IOException {
        var subscribe = new Listed();
        var unsubscribe = new Listed();
        var claims = new Listed();
        for (int field = next(); field != 0; field = next()) {
            switch (field) {
                case DeltaDiscoveryRequest.NODE_FIELD_NUMBER -> node = node();
                case DeltaDiscoveryRequest.TYPE_URL_FIELD_NUMBER -> type = in.readStringRequireUtf8();
                case DeltaDiscoveryRequest.RESOURCE_NAMES_SUBSCRIBE_FIELD_NUMBER -> subscribe.addName();
                case DeltaDiscoveryRequest.RESOURCE_NAMES_UNSUBSCRIBE_FIELD_NUMBER -> unsubscribe.addName();
                case DeltaDiscoveryRequest.INITIAL_RESOURCE_VERSIONS_FIELD_NUMBER -> claims.addClaim();
                case DeltaDiscoveryRequest.RESPONSE_NONCE_FIELD_NUMBER -> nonce = in.readStringRequireUtf8();
                case DeltaDiscoveryRequest.ERROR_DETAIL_FIELD_NUMBER -> error = words();
                default -> in.skipRawBytes(in.readRawVarint32());
            }
        }
        ResourceType about = about(served);
        var apart = new Apart<>(DeltaDiscoveryRequest.parser());
        return new Incoming(
                node,
                about == null
                        ? null
                        : new Request.Delta(
                                about,
                                subscribe.of(() -> apart.message().getResourceNamesSubscribeList()),
                                unsubscribe.of(() -> apart.message().getResourceNamesUnsubscribeList()),
                                claims.claims(() -> apart.message().getInitialResourceVersionsMap()),
                                nonce,
                                error));
    }

    private @Nullable ResourceType about(Set<ResourceType> served) {
        if (type.isEmpty() && served.size() == 1) {
            return served.iterator().next();
        }
        ResourceType known = TYPES.get(type);
        return known != null && served.contains(known) ? known : null;
    }

    /** The number of the next field of bytes, which all fields of requests are; 0 at the end. */
    private int next() throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                return WireFormat.getTagFieldNumber(tag);
            }
            in.skipField(tag);
        }
        return 0;
    }

    /** In protobuf two of them are merged, so an id stays where the second gives none. */
    private String node() throws IOException {
        String id = Node.parseFrom(in.readByteBuffer()).getId();
        return id.isEmpty() ? node : id;
    }

    private String words() throws IOException {
        Status refusal = Status.parseFrom(in.readByteBuffer());
        return refusal.getMessage().isEmpty()
                ? "refused without a word (code " + refusal.getCode() + ")"
                : refusal.getMessage();
    }

    /** The whole message, taken apart where something of it is read, and then once. */
    private final class Apart<M extends Message> {
        private final Parser<M> parser;
        private @Nullable M message;

        Apart(Parser<M> parser) {
            this.parser = parser;
        }

        M message() {
            M known = message;
            if (known == null) {
                try {
                    known = parser.parseFrom(bytes);
                } catch (IOException e) {
                    throw Unacceptable.unreadable(e);
                }
                message = known;
            }
            return known;
        }
    }

    /** What a repeated field lists. */
    private final class Listed {
        private int size;
        private long sum;
        private int longest;
        private boolean wildcard;

        Names of(Supplier<List<String>> list) {
            return size == 0 ? Names.NONE : new Names(new Print(size, sum), longest, wildcard, list);
        }

        Claims claims(Supplier<Map<String, String>> versions) {
            return size == 0 ? Claims.NONE : new Claims(new Print(size, sum), longest, versions);
        }

        void addName() throws IOException {
            long name = member();
            add(name);
            wildcard |= name == WILDCARD;
        }

        void addClaim() throws IOException {
            int rest = in.pushLimit(in.readRawVarint32());
            long name = EMPTY;
            long version = EMPTY;
            for (int field = next(); field != 0; field = next()) {
                switch (field) {
                    case KEY -> name = member();
                    case VALUE -> version = member();
                    default -> in.skipRawBytes(in.readRawVarint32());
                }
            }
            in.popLimit(rest);
            add(Print.pair(name, version));
        }

        private void add(long member) {
            size++;
            sum += member;
        }

        private long member() throws IOException {
            int length = in.readRawVarint32();
            int start = in.getTotalBytesRead();
            in.skipRawBytes(length);
            longest = Math.max(longest, length);
            return Print.member(bytes, start, start + length);
        }
    }
}
