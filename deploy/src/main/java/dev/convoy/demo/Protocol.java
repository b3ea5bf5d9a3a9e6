package dev.convoy.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** In which of xDS' two ways an Envoy asks the hub. */
enum Protocol {
    DELTA("DELTA_GRPC"),
    SOTW("GRPC");

    private final String apiType;

    Protocol(String apiType) {
        this.apiType = apiType;
    }

    /** Makes a bootstrap ask this way. */
    void writeInto(Path bootstrap) {
        try {
            String text = Files.readString(bootstrap);
            String changed = text.replaceAll("(api_type\"?: *\"?)(?:DELTA_)?GRPC", "$1" + apiType);
            if (!changed.contains(apiType)) {
                throw new IllegalStateException(bootstrap + " names no api_type to change");
            }
            Files.writeString(bootstrap, changed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
