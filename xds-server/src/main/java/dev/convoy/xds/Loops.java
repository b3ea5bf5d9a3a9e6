package dev.convoy.xds;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The threads that serve Envoys, one for each processor. Each connection has one of them, which reads, decides and writes for it: nothing is
 * handed on from thread to thread, and nothing that waits may run there.
 *
 * @param channels what the group serves: epoll where Linux and its library are there, which takes fewer system calls
 */
record Loops(EventLoopGroup group, Class<? extends ServerChannel> channels) implements AutoCloseable {
    static Loops start() {
        int threads = Math.max(2, Runtime.getRuntime().availableProcessors());
        ThreadFactory named = new DefaultThreadFactory("xds", true);
        return Epoll.isAvailable()
                ? new Loops(new EpollEventLoopGroup(threads, named), EpollServerSocketChannel.class)
                : new Loops(new NioEventLoopGroup(threads, named), NioServerSocketChannel.class);
    }

    /** The thread of the connection that is being served, for what is to be done for it later. */
    Executor current() {
        for (EventExecutor loop : group) {
            if (loop.inEventLoop()) {
                return loop;
            }
        }
        throw new IllegalStateException(Thread.currentThread() + " serves no connection");
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }
}
