package dev.convoy.xds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.embedded.LoopbackBlock;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class LoopsTest {
    private static final int PATIENCE_MILLIS = 20_000;

    @Test
    void aThreadThatAlwaysHasMoreToTellReadsAllTheSame() throws Exception {
        try (LoopbackBlock block = LoopbackBlock.claim();
                Loops loops = Loops.start()) {
            loops.group().forEach(LoopsTest::neverFinish);
            InetSocketAddress echo = echo(loops, block.address());

            try (Socket client = new Socket(echo.getAddress(), echo.getPort())) {
                client.setSoTimeout(PATIENCE_MILLIS);
                client.getOutputStream().write('x');
                assertThat(client.getInputStream().read()).isEqualTo('x');
            }
        }
    }

    /** As steady publishing to many streams does: whenever something is done, the next is there. */
    private static void neverFinish(EventExecutor thread) {
        if (!thread.isShuttingDown()) {
            thread.execute(() -> neverFinish(thread));
        }
    }

    private static InetSocketAddress echo(Loops loops, String ip) throws InterruptedException {
        Channel listening = new ServerBootstrap()
                .group(loops.group())
                .channel(loops.channels())
                .childHandler(new Echo())
                .bind(ip, 0)
                .sync()
                .channel();
        return (InetSocketAddress) listening.localAddress();
    }

    @Sharable
    private static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext client, Object bytes) {
            var _ = client.writeAndFlush(bytes);
        }
    }
}
