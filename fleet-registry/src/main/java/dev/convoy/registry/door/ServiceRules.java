package dev.convoy.registry.door;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.Pattern;
import java.util.HashSet;
import java.util.Set;

/** What Kubernetes checks of a Service in code, as far as it matters to routing. */
final class ServiceRules {
    private static final Pattern PORT_NAME = Pattern.compile("[a-z0-9]([a-z0-9]|-[a-z0-9]){0,14}");

    private ServiceRules() {}

    static void check(ObjectNode service, Causes causes) {
        JsonNode spec = service.path("spec");
        JsonNode ports = spec.path("ports");
        boolean external = spec.path("type").asText().equals("ExternalName");
        boolean headless = spec.path("clusterIP").asText().equals("None");
        if (external && Names.wrongSubdomain(spec.path("externalName").asText()) != null) {
            causes.add(Cause.required("spec.externalName", "a Service of type ExternalName needs a DNS name here"));
        }
        if (ports.isEmpty() && !external && !headless) {
            causes.add(Cause.required("spec.ports", "name at least one port"));
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < ports.size(); i++) {
            checkPort(ports.path(i), ports.size() > 1, names, "spec.ports[" + i + "]", causes);
        }
    }

    private static void checkPort(JsonNode port, boolean needsName, Set<String> names, String path, Causes causes) {
        String name = port.path("name").asText("");
        if (name.isEmpty()) {
            if (needsName) {
                causes.add(Cause.required(path + ".name", "each of several ports needs a name"));
            }
        } else if (Names.wrongLabel(name) != null) {
            causes.add(Cause.invalid(path + ".name", port.path("name"), String.valueOf(Names.wrongLabel(name))));
        } else if (!names.add(name)) {
            causes.add(Cause.duplicate(path + ".name", port.path("name"), "give each port a name of its own"));
        }
        JsonNode target = port.path("targetPort");
        if (target.isTextual() && !target.asText().isEmpty() && !isPortName(target.asText())) {
            causes.add(
                    Cause.invalid(
                            path + ".targetPort",
                            target,
                            "must be a port number, or the name of a container's port: at most 15 of a-z, 0-9 and '-', with a letter"));
        } else if (target.isNumber() && (target.asInt() < 1 || target.asInt() > 65535)) {
            causes.add(Cause.invalid(path + ".targetPort", target, "must be between 1 and 65535"));
        }
    }

    private static boolean isPortName(String name) {
        return name.length() <= 15 && PORT_NAME.matches(name) && name.chars().anyMatch(Character::isLetter);
    }
}
