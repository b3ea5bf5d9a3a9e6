package dev.convoy.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LoopbackBlockTest {
    @Test
    void twoBlocksNeverShareAnAddress() {
        try (LoopbackBlock one = LoopbackBlock.claim();
                LoopbackBlock other = LoopbackBlock.claim()) {
            Set<String> given = new HashSet<>();
            for (int i = 0; i < 100; i++) {
                assertThat(given.add(one.address())).isTrue();
                assertThat(given.add(other.address())).isTrue();
            }
        }
    }

    @Test
    void aGivenAddressCanBeListenedOn() throws Exception {
        try (LoopbackBlock block = LoopbackBlock.claim()) {
            String address = block.address();
            try (ServerSocket socket =
                    new ServerSocket(LoopbackBlock.freePort(address), 1, InetAddress.ofLiteral(address))) {
                assertThat(socket.isBound()).isTrue();
            }
        }
    }
}
