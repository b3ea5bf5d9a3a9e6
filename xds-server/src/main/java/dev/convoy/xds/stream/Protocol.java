package dev.convoy.xds.stream;

import dev.convoy.xds.snapshot.ResourceType;
import java.util.List;

/** What differs between state of the world and delta. */
interface Protocol {
    String name();

    /**
     * Takes over what the client wants from here on.
     *
     * @param answers whether the request also answers a response
     */
    void subscribe(Channel channel, Request request, boolean first, boolean answers, Target target);

    /** Works out what the client lacks as its stream begins, from what it says it has. */
    void settle(Channel channel, Request opening, Target target);

    /** Whether another response of a type may follow before the last one was answered. */
    boolean mayPipeline();

    /** Each resource has a version of its own, so that what a client made of one is known whatever it has of the others. */
    boolean tellsApart();

    /** Whether a response states everything of the type, so that what it leaves out is removed. */
    boolean isWhole(ResourceType type);

    /** Whether it can be said that a resource of this type is gone. */
    boolean canRemove(ResourceType type);

    Response compose(Channel channel, String nonce, List<Shipment> shipments, Target target);

    Outbound encode(Response response);
}
