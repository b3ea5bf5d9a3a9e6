/** What holds for the program as a whole. */
@NullMarked
package dev.convoy.control;

import org.jspecify.annotations.NullMarked;
