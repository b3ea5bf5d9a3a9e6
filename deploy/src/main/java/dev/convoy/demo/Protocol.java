package dev.convoy.demo;

/** In which of xDS' two ways an Envoy asks the hub. */
enum Protocol {
    DELTA("DELTA_GRPC"),
    SOTW("GRPC");

    /** As a bootstrap names it. */
    final String apiType;

    Protocol(String apiType) {
        this.apiType = apiType;
    }
}
