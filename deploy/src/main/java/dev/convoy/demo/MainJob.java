package dev.convoy.demo;

import dev.convoy.demo.Topology.Site;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The main job, step by step. Each step changes the fleet, sends requests to Tokyo's gateway, and holds what it saw against the promise. */
final class MainJob {
    private static final Map<String, String> PLAIN = Map.of();
    private static final Map<String, String> CANARY = Map.of("env", "canary");
    private static final Duration TO_TAKE_EFFECT = Duration.ofSeconds(30);
    private static final double ALLOWED_DEVIATION = 2.0;

    private final Fleet fleet;
    private final Size size;

    MainJob(Fleet fleet, Size size) {
        this.fleet = fleet;
        this.size = size;
    }

    /** How many requests show it: without and with the header each, for the split, and how fast and how long around each loss. */
    record Size(int each, int split, int perSecond, Duration around) {
        static final Size FULL = new Size(1_000, 5_000, 100, Duration.ofSeconds(4));
    }

    /** The host goes to v1, with the header to v2. */
    List<Promise> headerRoute() {
        fleet.apply("header-route.yaml");
        try (Load load = fleet.load(Site.TOKYO)) {
            awaitAnswer(load, PLAIN, Site.TOKYO, "v1");
            awaitAnswer(load, CANARY, Site.OSAKA, "v2");
            return List.of(
                    all(size.each(), load.count(size.each(), PLAIN), "without the header", Site.TOKYO, "v1"),
                    all(size.each(), load.count(size.each(), CANARY), "with env: canary", Site.OSAKA, "v2"));
        }
    }

    private static Promise all(int sent, Tally tally, String which, Site site, String version) {
        long kept = tally.from(answer ->
                answer.member().equals(site.toString()) && answer.version().equals(version));
        return new Promise(
                "%,d requests %s".formatted(sent, which),
                tally.toString(),
                "all by " + version + " in " + site,
                kept == sent && tally.total() == sent);
    }

    /** One in ten of the requests without the header goes to v2. */
    Promise split() {
        fleet.apply("split-route.yaml");
        try (Load load = fleet.load(Site.TOKYO)) {
            awaitAnswer(load, PLAIN, Site.OSAKA, "v2");
            Tally tally = load.count(size.split(), PLAIN);
            double canary = 100.0 * tally.version("v2") / size.split();
            return new Promise(
                    "%,d requests, split 90/10".formatted(size.split()),
                    "%s: %.1f %% to v2".formatted(tally, canary),
                    "10 ± 2 % to v2",
                    tally.failed() == 0 && Math.abs(canary - 10) <= ALLOWED_DEVIATION);
        }
    }

    /** Under load Osaka loses its Pods, gets them back, and then loses its gateway. The spare in Singapore steps in, both times. */
    List<Promise> lossOfOsaka() {
        MemberSite osaka = fleet.member(Site.OSAKA);
        List<Promise> promises = new ArrayList<>();
        try (Load load = fleet.load(Site.TOKYO)) {
            Load.Stream plain = load.stream(size.perSecond(), PLAIN);
            Load.Stream canary = load.stream(size.perSecond(), CANARY);
            promises.addAll(loss(plain, canary, "Osaka's Pods killed", osaka::killPods));
            osaka.startPods();
            awaitAnswer(load, CANARY, Site.OSAKA, "v2");
            Waiting.pause(size.around());
            promises.addAll(loss(plain, canary, "Osaka's gateway killed", osaka::killEnvoy));
            promises.add(nothingFailed("canaries, all through", canary.stop()));
            promises.add(nothingFailed("others, all through", plain.stop()));
        }
        return promises;
    }

    private List<Promise> loss(Load.Stream plain, Load.Stream canary, String what, Runnable kill) {
        Waiting.pause(size.around());
        long retries = fleet.retries(Site.TOKYO);
        kill.run();
        plain.take();
        canary.take();
        Waiting.pause(size.around());
        Tally plains = plain.take();
        Tally canaries = canary.take();
        long retried = fleet.retries(Site.TOKYO) - retries;
        long spare = canaries.from(answer -> answer.member().equals(Site.SINGAPORE.toString()));
        return List.of(
                new Promise(
                        what + ": %,d canaries".formatted(canaries.total()),
                        canaries.toString(),
                        "0 failed, v2 from the spare, never v1",
                        canaries.failed() == 0 && spare > 0 && canaries.version("v2") == canaries.total()),
                new Promise(
                        what + ": %,d others".formatted(plains.total()),
                        plains + " (Envoy retried " + retried + " of all)",
                        "0 failed",
                        plains.failed() == 0 && plains.total() > 0));
    }

    private static Promise nothingFailed(String which, Tally tally) {
        return new Promise("%,d %s".formatted(tally.total(), which), tally.toString(), "0 failed", tally.failed() == 0);
    }

    /** Osaka comes back, and with it its share of the requests. */
    void recovery() {
        MemberSite osaka = fleet.member(Site.OSAKA);
        osaka.startEnvoy();
        osaka.awaitEnvoy();
        try (Load load = fleet.load(Site.TOKYO)) {
            awaitAnswer(load, CANARY, Site.OSAKA, "v2");
        }
    }

    /** Configuration and health reach an Envoy a moment after they are stated. */
    private static void awaitAnswer(Load load, Map<String, String> headers, Site site, String version) {
        Tally seen = new Tally();
        boolean came = Waiting.until(TO_TAKE_EFFECT, () -> {
            Answer answer = load.get(headers);
            seen.count(answer);
            return answer instanceof Answer.From from
                    && from.member().equals(site.toString())
                    && from.version().equals(version);
        });
        if (!came) {
            throw new DemoFailure("After " + TO_TAKE_EFFECT.toSeconds() + " seconds no request with the headers "
                    + headers + " was answered by " + version + " in " + site + "; what was seen: " + seen);
        }
    }
}
