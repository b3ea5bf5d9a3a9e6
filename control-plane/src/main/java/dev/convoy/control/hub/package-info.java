/** The program: its settings, and how its parts are put together. */
@NullMarked
package dev.convoy.control.hub;

import org.jspecify.annotations.NullMarked;
