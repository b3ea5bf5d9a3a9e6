/** The command {@code convoy}: how a cluster's operator joins it to a fleet. */
@NullMarked
package dev.convoy.cli;

import org.jspecify.annotations.NullMarked;
