package dev.convoy.xds.translate;

import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.extensions.filters.http.lua.v3.Lua;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import java.util.stream.Collectors;

/** What a filter says of each request before its route is chosen: whether it may run twice. */
final class RequestMarks {
    private RequestMarks() {}

    static HttpFilter filter() {
        String idempotent =
                Retries.IDEMPOTENT.stream().map(method -> method + " = true").collect(Collectors.joining(", "));
        String script = """
                local idempotent = {%s}
                function envoy_on_request(handle)
                  local headers = handle:headers()
                  if idempotent[headers:get(":method")] then
                    headers:replace("%s", "%s")
                  end
                end
                """.formatted(idempotent, Retries.HEADER, Retries.MAY_HAVE_REACHED_A_POD);
        var lua = Lua.newBuilder().setDefaultSourceCode(DataSource.newBuilder().setInlineString(script));
        return ConnectionManagers.filter("envoy.filters.http.lua", lua.build());
    }
}
