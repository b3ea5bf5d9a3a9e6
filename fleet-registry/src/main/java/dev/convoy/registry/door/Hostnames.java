package dev.convoy.registry.door;

import com.fasterxml.jackson.databind.JsonNode;

/** The syntax of host names is in the schemas; that an IP address is none is not. */
final class Hostnames {
    private Hostnames() {}

    static void check(JsonNode hostnames, String path, Causes causes) {
        for (int i = 0; i < hostnames.size(); i++) {
            checkOne(hostnames.path(i), path + "[" + i + "]", causes);
        }
    }

    static void checkOne(JsonNode hostname, String path, Causes causes) {
        if (IpAddress.parse(hostname.asText("")).isPresent()) {
            causes.add(Cause.invalid(
                    path, hostname, "must be a DNS name, not an IP address; leave it out to take every host"));
        }
    }
}
