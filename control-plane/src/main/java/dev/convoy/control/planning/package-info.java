/**
 * Who routes where: pure functions from the fleet as it is to a plan for every member and a verdict for every object judged. One file
 * for each question; {@code PlannedFleet} asks them in order, about what differs from the fleet before: what a Gateway is before any
 * route, which routes attach to it, what they come to in each member, what each host and each backend comes to, and who is told what.
 */
@NullMarked
package dev.convoy.control.planning;

import org.jspecify.annotations.NullMarked;
