package dev.convoy.xds.translate;

import com.google.protobuf.Any;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.accesslog.v3.AccessLog;
import io.envoyproxy.envoy.config.accesslog.v3.AccessLogFilter;
import io.envoyproxy.envoy.config.accesslog.v3.HeaderFilter;
import io.envoyproxy.envoy.config.core.v3.SubstitutionFormatString;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.extensions.access_loggers.stream.v3.StdoutAccessLog;

/** One JSON object a request, on standard output. The query stays out of it: it may hold secrets. */
final class AccessLogs {
    private AccessLogs() {}

    /** {@code listener} tells where the request came in. */
    static AccessLog of(String listener) {
        Struct.Builder fields = Struct.newBuilder();
        put(fields, "time", "%START_TIME%");
        put(fields, "listener", listener.replace("%", "%%"));
        put(fields, "method", "%REQ(:METHOD)%");
        put(fields, "host", "%REQ(:AUTHORITY)%");
        put(fields, "path", "%PATH(NQ)%");
        put(fields, "protocol", "%PROTOCOL%");
        put(fields, "status", "%RESPONSE_CODE%");
        put(fields, "flags", "%RESPONSE_FLAGS%");
        put(fields, "details", "%RESPONSE_CODE_DETAILS%");
        put(fields, "millis", "%DURATION%");
        put(fields, "bytes_in", "%BYTES_RECEIVED%");
        put(fields, "bytes_out", "%BYTES_SENT%");
        put(fields, "client", "%DOWNSTREAM_REMOTE_ADDRESS%");
        put(fields, "request_id", "%REQ(X-REQUEST-ID)%");
        put(fields, "route", "%ROUTE_NAME%");
        put(fields, "cluster", "%UPSTREAM_CLUSTER%");
        put(fields, "endpoint", "%UPSTREAM_HOST%");
        put(fields, "member", "%UPSTREAM_METADATA(" + EndpointLabels.OURS + ":" + EndpointLabels.MEMBER + ")%");
        put(fields, "attempts", "%UPSTREAM_REQUEST_ATTEMPT_COUNT%");
        var log = StdoutAccessLog.newBuilder()
                .setLogFormat(SubstitutionFormatString.newBuilder().setJsonFormat(fields));
        return AccessLog.newBuilder()
                .setName("envoy.access_loggers.stdout")
                .setTypedConfig(Any.pack(log.build()))
                .build();
    }

    /** Leaves out the requests that carry a header. */
    static AccessLog without(String header, AccessLog log) {
        var absent =
                HeaderMatcher.newBuilder().setName(header).setPresentMatch(true).setInvertMatch(true);
        return log.toBuilder()
                .setFilter(AccessLogFilter.newBuilder()
                        .setHeaderFilter(HeaderFilter.newBuilder().setHeader(absent)))
                .build();
    }

    private static void put(Struct.Builder fields, String name, String format) {
        fields.putFields(name, Value.newBuilder().setStringValue(format).build());
    }
}
