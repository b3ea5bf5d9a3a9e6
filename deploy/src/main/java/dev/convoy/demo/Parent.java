package dev.convoy.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who started us. */
final class Parent {
    private Parent() {}

    /** Ends this program when the {@code make} that started it is killed, which it would not notice otherwise. */
    static void endWithMake() {
        List<ProcessHandle> upToMake = new ArrayList<>();
        Optional<ProcessHandle> ancestor = ProcessHandle.current().parent();
        while (ancestor.isPresent()) {
            upToMake.add(ancestor.get());
            if (ancestor.get().info().command().orElse("").endsWith("make")) {
                upToMake.forEach(process -> {
                    var _ = process.onExit().thenRun(() -> System.exit(1));
                });
                return;
            }
            ancestor = ancestor.get().parent();
        }
    }
}
