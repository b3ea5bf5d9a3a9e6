/** Who is asking, as a credential proves it, and what that one may do. */
@NullMarked
package dev.convoy.control.access;

import org.jspecify.annotations.NullMarked;
