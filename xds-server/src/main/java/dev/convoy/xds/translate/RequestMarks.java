package dev.convoy.xds.translate;

import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.extensions.filters.http.lua.v3.Lua;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import java.util.stream.Collectors;

/** What a filter says of each request before its route is chosen: the scope of its host, and whether it may run twice. */
final class RequestMarks {
    private RequestMarks() {}

    static HttpFilter filter(Buckets buckets) {
        String idempotent =
                Retries.IDEMPOTENT.stream().map(method -> method + " = true").collect(Collectors.joining(", "));
        String script = buckets.script()
                + """
                local idempotent = {%s}
                function envoy_on_request(handle)
                  local headers = handle:headers()
                  headers:replace("%s", scope(headers:get(":authority") or ""))
                  if idempotent[headers:get(":method")] then
                    headers:replace("%s", "%s")
                  end
                end
                """.formatted(idempotent, ScopeTranslation.HEADER, Retries.HEADER, Retries.MAY_HAVE_REACHED_A_POD);
        var lua = Lua.newBuilder().setDefaultSourceCode(DataSource.newBuilder().setInlineString(script));
        return ConnectionManagers.filter("envoy.filters.http.lua", lua.build());
    }
}
