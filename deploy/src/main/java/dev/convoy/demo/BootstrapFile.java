package dev.convoy.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The bootstrap that {@code convoy join} wrote, made fit for a machine on which several members' Envoys run. */
record BootstrapFile(Path path) {
    void adjust(Protocol protocol) {
        try {
            String written = Files.readString(path);
            String anyAdminPort = replace(
                    written,
                    "(?<head>admin:\\s+address:.*address: '?)[0-9.]+(?<middle>'?, port_value: )\\d+",
                    "${head}127.0.0.1${middle}0");
            Files.writeString(path, replace(anyAdminPort, "api_type: \\w+", "api_type: " + protocol.apiType));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String replace(String text, String regex, String replacement) {
        String replaced = text.replaceFirst(regex, replacement);
        if (!text.matches("(?s).*" + regex + ".*")) {
            throw new IllegalStateException(path + " has nothing like " + regex);
        }
        return replaced;
    }
}
