/** The one store: declared and observed objects, their revisions and history, and the feed of changes that everything follows. */
@NullMarked
package dev.convoy.registry.store;

import org.jspecify.annotations.NullMarked;
