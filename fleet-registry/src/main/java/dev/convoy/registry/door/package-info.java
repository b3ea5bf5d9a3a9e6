/**
 * What an object may look like before it is stored: schemas, defaults, rules and limits, patches, and the OpenAPI documents that tell
 * clients the same. Pure functions on JSON trees.
 */
@NullMarked
package dev.convoy.registry.door;

import org.jspecify.annotations.NullMarked;
