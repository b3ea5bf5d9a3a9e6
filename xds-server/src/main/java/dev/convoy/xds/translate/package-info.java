/** From a member's plan to the resources that its Envoys are served: pure, and the same bytes for the same plan. */
@NullMarked
package dev.convoy.xds.translate;

import org.jspecify.annotations.NullMarked;
