/** How Envoy hears it: the xDS server as a whole. */
@NullMarked
package dev.convoy.xds;

import org.jspecify.annotations.NullMarked;
