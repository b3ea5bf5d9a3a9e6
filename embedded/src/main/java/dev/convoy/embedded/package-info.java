/** Real servers on this machine, Envoy and PostgreSQL, started and ended by the demo, the tests and a first try. */
@NullMarked
package dev.convoy.embedded;

import org.jspecify.annotations.NullMarked;
