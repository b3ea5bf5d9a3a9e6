/** What is to be served: serialized resources with content versions, for each group of Envoys. */
@NullMarked
package dev.convoy.xds.snapshot;

import org.jspecify.annotations.NullMarked;
