/** The road backwards: verdicts of the planner and deliveries to the Envoys become the conditions that users see on their objects. */
@NullMarked
package dev.convoy.control.status;

import org.jspecify.annotations.NullMarked;
