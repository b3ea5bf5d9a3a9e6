@NullMarked
package dev.convoy.model;

import org.jspecify.annotations.NullMarked;
