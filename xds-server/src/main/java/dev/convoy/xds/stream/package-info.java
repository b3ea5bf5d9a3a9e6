/** The conversation with one Envoy: state of the world and delta, the safe orders, refusals, flow control and identity. */
@NullMarked
package dev.convoy.xds.stream;

import org.jspecify.annotations.NullMarked;
