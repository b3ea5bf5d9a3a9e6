package dev.convoy.xds;

import io.grpc.ChannelCredentials;
import io.grpc.TlsChannelCredentials;
import io.grpc.xds.XdsCredentialsProvider;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;

/** Mutual TLS for grpc-java's xDS client, configured as gRPC's proposal A65 says; what it brings knows no client certificates yet. */
public final class MutualTlsCredentials extends XdsCredentialsProvider {
    static final String NAME = "mtls";

    @Override
    protected ChannelCredentials newChannelCredentials(Map<String, ?> config) {
        try {
            return TlsChannelCredentials.newBuilder()
                    .trustManager(file(config, "ca_certificate_file"))
                    .keyManager(file(config, "certificate_file"), file(config, "private_key_file"))
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static File file(Map<String, ?> config, String which) {
        return new File(Objects.requireNonNull((String) config.get(which), which));
    }

    @Override
    protected String getName() {
        return NAME;
    }

    @Override
    public boolean isAvailable() {
        return true;
    }

    @Override
    public int priority() {
        return 5;
    }
}
