/** From what the store holds to the records of the fleet model, one file a kind: pure, and never surprised by what a member reports. */
@NullMarked
package dev.convoy.registry.read;

import org.jspecify.annotations.NullMarked;
