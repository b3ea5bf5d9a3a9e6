package dev.convoy.control.api;

/** Paths and objects that tests need again and again. */
final class Texts {
    static final String ROUTES = "/apis/gateway.networking.k8s.io/v1/namespaces/default/httproutes";
    static final String MEMBERSHIPS = "/apis/fleet.convoy.dev/v1alpha1/memberships";

    private Texts() {}

    static String route(String name, String host) {
        return """
                {"apiVersion": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute",
                 "metadata": {"name": "%s", "labels": {"app": "%s"}},
                 "spec": {"parentRefs": [{"name": "edge"}], "hostnames": ["%s"],
                          "rules": [{"backendRefs": [{"name": "store", "port": 80}]}]}}""".formatted(name, name, host);
    }

    static String membership(String name) {
        return """
                {"apiVersion": "fleet.convoy.dev/v1alpha1", "kind": "Membership", "metadata": {"name": "%s"},
                 "spec": {"locality": {"region": "asia-northeast1"}, "network": "north"}}""".formatted(name);
    }

    static String namespace(String name) {
        return """
                {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "%s"}}""".formatted(name);
    }
}
