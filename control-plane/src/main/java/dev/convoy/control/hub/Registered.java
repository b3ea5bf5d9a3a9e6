package dev.convoy.control.hub;

import dev.convoy.model.FleetModel;
import dev.convoy.model.Member;
import dev.convoy.model.MemberId;
import dev.convoy.registry.member.AccessTokens;
import dev.convoy.registry.member.Kubeconfig;
import dev.convoy.registry.store.StoreException;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * The members that have a Membership now. A certificate is worth nothing without one: who is unregistered loses its streams at once, and
 * has to join again if it comes back. The admin's kubeconfig has a context for each.
 */
final class Registered implements Consumer<FleetModel> {
    private static final Logger LOG = Logger.getLogger(Registered.class);

    private final Kubeconfig kubeconfig;
    private final AccessTokens tokens;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile Set<MemberId> members = Set.of();
    private Set<MemberId> inKubeconfig = Set.of();

    Registered(Kubeconfig kubeconfig, AccessTokens tokens) {
        this.kubeconfig = kubeconfig;
        this.tokens = tokens;
    }

    /** Writes the kubeconfig that a fleet admin finds once the hub is up, before the first {@link #accept}. */
    void begin(Set<MemberId> known) throws IOException {
        kubeconfig.write(tokens, known);
        inKubeconfig = known;
    }

    boolean has(MemberId member) {
        return members.contains(member);
    }

    /** Calls back whenever somebody left. */
    void onLeave(Runnable listener) {
        listeners.add(listener);
    }

    @Override
    public void accept(FleetModel fleet) {
        Set<MemberId> now = fleet.members().stream().map(Member::memberId).collect(Collectors.toUnmodifiableSet());
        boolean somebodyLeft = !now.containsAll(members);
        members = now;
        if (somebodyLeft) {
            listeners.forEach(Runnable::run);
        }
        if (!now.equals(inKubeconfig)) {
            write(now);
        }
    }

    /** Traffic does not wait for it: what fails is tried again with the next change of the fleet. */
    private void write(Set<MemberId> now) {
        try {
            kubeconfig.write(tokens, now);
            inKubeconfig = now;
        } catch (IOException | StoreException failure) {
            LOG.errorf("The admin's kubeconfig could not be written: %s", failure);
        }
    }
}
