/** Stories: a fleet in one file, and beside it what Convoy makes of it. */
@NullMarked
package dev.convoy.control.stories;

import org.jspecify.annotations.NullMarked;
