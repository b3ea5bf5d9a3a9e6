@NullMarked
package dev.convoy.registry.read;

import org.jspecify.annotations.NullMarked;
