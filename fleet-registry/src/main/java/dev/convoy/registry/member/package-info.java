/** Who belongs to the fleet and by what proof: the fleet's own CA, the tokens that members join with, and those of people. */
@NullMarked
package dev.convoy.registry.member;

import org.jspecify.annotations.NullMarked;
