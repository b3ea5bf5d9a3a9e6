package dev.convoy.xds.translate.proto;

import com.google.protobuf.Any;
import com.google.protobuf.BoolValue;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.UInt32Value;
import dev.convoy.model.SocketAddress;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;

/** The small messages that every resource is made of. */
public final class Proto {
    public static final BoolValue TRUE = BoolValue.of(true);
    public static final BoolValue FALSE = BoolValue.of(false);

    /** "Ask on the stream that this resource came by." */
    public static final ConfigSource ADS = ConfigSource.newBuilder()
            .setAds(AggregatedConfigSource.getDefaultInstance())
            .setResourceApiVersion(ApiVersion.V3)
            .build();

    private Proto() {}

    public static TypedExtensionConfig extension(String name, Message config) {
        return TypedExtensionConfig.newBuilder()
                .setName(name)
                .setTypedConfig(Any.pack(config))
                .build();
    }

    public static Duration duration(java.time.Duration duration) {
        return Duration.newBuilder()
                .setSeconds(duration.getSeconds())
                .setNanos(duration.getNano())
                .build();
    }

    public static Duration millis(long millis) {
        return duration(java.time.Duration.ofMillis(millis));
    }

    public static UInt32Value uint(int value) {
        return UInt32Value.of(value);
    }

    public static Address address(SocketAddress address) {
        return address(address.ip(), address.port());
    }

    public static Address address(String ip, int port) {
        var socket = io.envoyproxy.envoy.config.core.v3.SocketAddress.newBuilder();
        return Address.newBuilder()
                .setSocketAddress(socket.setAddress(ip).setPortValue(port))
                .build();
    }

    public static StringMatcher exact(String value) {
        return StringMatcher.newBuilder().setExact(value).build();
    }

    public static StringMatcher startsWith(String prefix) {
        return StringMatcher.newBuilder().setPrefix(prefix).build();
    }

    /** RE2, which must match the whole value. */
    public static StringMatcher regex(String regex) {
        return StringMatcher.newBuilder().setSafeRegex(re2(regex)).build();
    }

    public static RegexMatcher re2(String regex) {
        return RegexMatcher.newBuilder().setRegex(regex).build();
    }
}
