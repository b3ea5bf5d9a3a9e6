/** Servers to measure that a change reaches without an API and a database: Convoy's own and java-control-plane's. */
@NullMarked
package dev.convoy.bench;

import org.jspecify.annotations.NullMarked;
