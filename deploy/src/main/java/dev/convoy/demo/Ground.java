package dev.convoy.demo;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The folder of one demo, which only one at a time may have. */
record Ground(Path state, FileChannel lock) implements AutoCloseable {
    /** Takes the folder, and empties it unless the state is to be kept. */
    static Ground take(Path build, Options options) throws IOException {
        String name = options.portBase() == Topology.DEFAULT_PORT_BASE ? "demo" : "demo-" + options.portBase();
        Files.createDirectories(build);
        Path lockFile = build.resolve(name + ".lock");
        FileChannel lock = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (tryLock(lock) == null) {
            lock.close();
            throw new DemoFailure("A demo is running already (process "
                    + Files.readString(lockFile).strip()
                    + "). End it with Ctrl-C in its terminal, or by kill; or run a second one"
                    + " beside it: make demo ARGS=--port-base=" + (options.portBase() + 10_000));
        }
        lock.truncate(0);
        lock.write(StandardCharsets.UTF_8.encode(ProcessHandle.current().pid() + "\n"));
        Path state = build.resolve(name);
        if (!options.keep()) {
            delete(state);
        }
        return new Ground(state, lock);
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException _) {
            return null;
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(folder)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
