package dev.convoy.xds.translate;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Into how many buckets a chain's hosts fall, by a hash of their names. Envoy computes it of each request, so the number is fixed by what the
 * chain is, and never by its hosts: these may become many without a change of the listener.
 *
 * @param chain its name, which no other chain of the member has
 */
record Buckets(String chain, int count) {
    private static final int USUALLY = 512;
    private static final int FACTOR = 65_599;
    private static final int MODULUS = Integer.MAX_VALUE; // prime; products stay exact in Lua's doubles
    private static final int LONGEST_HOST = 253;
    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9./*_-]*");

    Buckets {
        if (!HARMLESS.matcher(chain).matches()) {
            throw new IllegalStateException("the name of chain " + chain + " would be code in a script");
        }
    }

    /** A chain for one server name holds that host, and what is said of each other listener's. */
    static Buckets of(String chain, String serverName) {
        boolean oneHost = !serverName.isEmpty() && !serverName.startsWith("*");
        return new Buckets(chain, oneHost ? 1 : USUALLY);
    }

    int of(String hostname) {
        String host = hostname.toLowerCase(Locale.ROOT);
        long hash = 0;
        for (int i = 0; i < host.length(); i++) {
            hash = (hash * FACTOR + host.charAt(i)) % MODULUS;
        }
        return (int) (hash % count);
    }

    /** The same in Lua, as a function that answers the scope of a host. What is longer than any hostname only a wildcard takes. */
    String script() {
        return """
                local byte, lower = string.byte, string.lower
                local scopes = {}
                for bucket = 0, %d do
                  scopes[bucket] = "%s/" .. bucket
                end
                local function scope(host)
                  local hash = 0
                  if #host <= %d then
                    host = lower(host)
                    for i = 1, #host do
                      hash = (hash * %d + byte(host, i)) %% %d
                    end
                  end
                  return scopes[hash %% %d]
                end
                """.formatted(count - 1, chain, LONGEST_HOST, FACTOR, MODULUS, count);
    }
}
