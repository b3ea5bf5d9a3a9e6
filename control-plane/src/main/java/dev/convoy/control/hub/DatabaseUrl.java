package dev.convoy.control.hub;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where the PostgreSQL of the hub is: {@code postgresql://user:password@host:port/database?options}, as {@code psql} takes it. Printing it
 * never shows the password.
 */
record DatabaseUrl(String host, int port, String database, String user, String password, String options) {
    private static final int DEFAULT_PORT = 5432;

    /** Reads the URL, or throws an {@link IllegalArgumentException} whose message tells the user what to write. */
    static DatabaseUrl parse(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException _) {
            throw wrong("it is not a URL (a password with special characters must be percent-encoded)");
        }
        if (!"postgresql".equals(uri.getScheme()) && !"postgres".equals(uri.getScheme())) {
            throw wrong("it must begin with postgresql://");
        }
        if (uri.getHost() == null) {
            throw wrong("it names no host");
        }
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        if (path.length() < 2) {
            throw wrong("it names no database");
        }
        String userInfo = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo();
        int colon = userInfo.indexOf(':');
        String user = colon < 0 ? userInfo : userInfo.substring(0, colon);
        if (user.isEmpty()) {
            throw wrong("it names no user");
        }
        return new DatabaseUrl(
                uri.getHost(),
                uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
                decode(path.substring(1)),
                decode(user),
                colon < 0 ? "" : decode(userInfo.substring(colon + 1)),
                uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
    }

    private static IllegalArgumentException wrong(String why) {
        return new IllegalArgumentException("The database URL cannot be used: " + why
                + ". Write it as postgresql://user:password@host:5432/database.");
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** The same as the settings that Quarkus wants, for Flyway (JDBC) and for Hibernate Reactive. */
    Map<String, String> asQuarkusSettings() {
        String location = "postgresql://" + (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host)
                + ":" + port + "/" + database + options;
        var settings = new TreeMap<String, String>();
        settings.put("quarkus.datasource.jdbc.url", "jdbc:" + location);
        settings.put("quarkus.datasource.reactive.url", location);
        settings.put("quarkus.datasource.username", user);
        settings.put("quarkus.datasource.password", password);
        return settings;
    }

    @Override
    public String toString() {
        return "postgresql://" + user + "@" + host + ":" + port + "/" + database;
    }
}
