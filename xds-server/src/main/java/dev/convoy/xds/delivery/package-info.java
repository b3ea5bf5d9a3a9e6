/** Who has what, and who refused what and why: what the Envoys of each group have acknowledged. */
@NullMarked
package dev.convoy.xds.delivery;

import org.jspecify.annotations.NullMarked;
