/**
 * What was decided: for each member everything that its Envoys are to do, and a verdict for every object that was judged. Complete in
 * itself: translating a plan asks nothing of the fleet.
 */
@NullMarked
package dev.convoy.model.plan;

import org.jspecify.annotations.NullMarked;
