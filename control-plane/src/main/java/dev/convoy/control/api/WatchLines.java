package dev.convoy.control.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.stream.Stream;

/** The wire form of a watch: one JSON object a line, many lines a packet. */
record WatchLines(Answer.Sink sink, Call call) {
    private static final int PIECE = 64 * 1024;

    boolean open() {
        return sink.open();
    }

    boolean wantsBookmarks() {
        return call.flag("allowWatchBookmarks") && View.of(call.accept()) != View.TABLE;
    }

    boolean wantsInitialEventsEnd() {
        return wantsBookmarks() && call.flag("sendInitialEvents");
    }

    /** Lets the client know that the watch is open, before anything happens. */
    void begin() throws IOException, InterruptedException {
        sink.send(new byte[0]);
    }

    void send(ObjectNode event) throws IOException, InterruptedException {
        sendAll(Stream.of(event));
    }

    void sendAll(Stream<ObjectNode> events) throws IOException, InterruptedException {
        var gathered = new ByteArrayOutputStream();
        for (ObjectNode event : (Iterable<ObjectNode>) events::iterator) {
            gathered.writeBytes(Json.bytes(event));
            gathered.write('\n');
            if (gathered.size() > PIECE) {
                sink.send(gathered.toByteArray());
                gathered.reset();
            }
        }
        if (gathered.size() > 0) {
            sink.send(gathered.toByteArray());
        }
    }
}
