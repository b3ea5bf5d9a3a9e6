package dev.convoy.control.planning;

import static dev.convoy.control.planning.IpAddresses.Reach.LOOPBACK;
import static dev.convoy.control.planning.IpAddresses.Reach.NETWORK;
import static dev.convoy.control.planning.IpAddresses.Reach.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class IpAddressesTest {
    @Test
    void loopbackIsLoopbackHoweverItIsSpelled() {
        assertThat(List.of("127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"))
                .allMatch(address -> IpAddresses.reach(address) == LOOPBACK);
    }

    @Test
    void whatCanBeNoPodReachesNobody() {
        assertThat(List.of(
                        "169.254.169.254",
                        "fe80::1",
                        "0.0.0.0",
                        "::",
                        "224.0.0.1",
                        "127.1",
                        "2130706433",
                        "localhost",
                        "",
                        "fe80::1%eth0"))
                .allMatch(address -> IpAddresses.reach(address) == NONE);
    }

    @Test
    void othersReachTheNetwork() {
        assertThat(List.of("10.0.0.1", "192.168.1.1", "2001:db8::1"))
                .allMatch(address -> IpAddresses.reach(address) == NETWORK);
    }
}
