/** What is secret is encrypted at rest, with a key that never enters the database. */
@NullMarked
package dev.convoy.registry.encryption;

import org.jspecify.annotations.NullMarked;
