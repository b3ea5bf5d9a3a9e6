package dev.convoy.registry.store;

/** The driver knows json as its own objects; the store wants the text, to the letter. */
final class JsonColumn {
    static final String READ = "cast(body as text)";
    static final String WRITE = "cast(cast(? as text) as json)";

    private JsonColumn() {}
}
