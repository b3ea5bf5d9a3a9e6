package dev.convoy.demo;

import dev.convoy.demo.Topology.Site;
import dev.convoy.embedded.Checkout;
import dev.convoy.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The main job in one command, see {@code make demo}. Its exit code is 0 only where every promise was kept. */
@SuppressWarnings("SystemOut") // it is a program for the terminal
public final class Demo {
    private Demo() {}

    public static void main(String[] arguments) throws InterruptedException {
        int exitCode;
        try {
            Options options = Options.parse(arguments);
            Parent.endWithMake();
            exitCode = run(options);
        } catch (DemoFailure failure) {
            System.out.flush();
            System.err.println("\n" + failure.getMessage());
            exitCode = 1;
        }
        System.exit(exitCode);
    }

    private static int run(Options options) throws InterruptedException {
        Topology topology = Topology.fixed(options.portBase());
        try (Ground ground = Ground.take(Checkout.root().resolve("build"), options)) {
            Path logs = ground.state().resolve("logs");
            say("PostgreSQL, embedded");
            try (EmbeddedPostgres postgres = EmbeddedPostgres.durable(
                                    ground.state().resolve("postgres"))
                            .withDatabase("convoy");
                    Fleet fleet = Fleet.start(
                            topology, ground.state(), postgres.url("convoy"), options.protocol(), Demo::say)) {
                Runtime.getRuntime().addShutdownHook(new Thread(fleet::close));
                tellAddresses(fleet);
                List<Promise> promises = show(new MainJob(fleet, MainJob.Size.FULL));
                boolean kept = promises.stream().allMatch(Promise::kept);
                say(
                        kept
                                ? "Every promise was kept."
                                : "Some promises were NOT kept, see above. The logs are in " + logs + ".");
                if (!options.once()) {
                    say("The fleet stays up: try the addresses above with the header 'host: " + Topology.HOST
                            + "'. Ctrl-C ends it.");
                    new CountDownLatch(1).await();
                }
                return kept ? 0 : 1;
            } catch (DemoFailure failure) {
                throw new DemoFailure(failure.getMessage() + "\nThe logs of every program are in " + logs + ".");
            }
        } catch (IOException e) {
            throw new DemoFailure("The demo's folder cannot be written", e);
        }
    }

    private static void tellAddresses(Fleet fleet) {
        Topology topology = fleet.topology();
        for (Site site : Site.values()) {
            System.out.println("gateway " + site + " " + topology.gatewayUrl(site));
        }
        System.out.println("api " + topology.apiUrl());
        System.out.println("kubeconfig " + fleet.hub().kubeconfig());
    }

    private static List<Promise> show(MainJob job) {
        List<Promise> promises = new ArrayList<>();
        say("The header route: " + Topology.HOST + " to v1, with env: canary to v2");
        tell(promises, job.headerRoute());
        say("The split: one in ten to v2");
        tell(promises, List.of(job.split()));
        say("The loss of Osaka, under load: first its Pods, and when they are back, its whole gateway");
        tell(promises, job.lossOfOsaka());
        say("Osaka comes back");
        job.recovery();
        return promises;
    }

    private static void say(String what) {
        System.out.println("» " + what);
    }

    private static void tell(List<Promise> all, List<Promise> more) {
        for (Promise promise : more) {
            System.out.printf(
                    "  %-4s %-42s %s%n       %-42s promised: %s%n",
                    promise.kept() ? "ok" : "NOT", promise.what(), promise.seen(), "", promise.promised());
        }
        all.addAll(more);
    }
}
