/**
 * Who routes where: pure functions from the fleet as it is to a plan for every member and a verdict for every object judged. One file
 * for each question; {@link dev.convoy.control.planning.Planner} asks them in order.
 */
@NullMarked
package dev.convoy.control.planning;

import org.jspecify.annotations.NullMarked;
